"""Anon's API: one method per endpoint, every failure a problem (contract, Endpoints)."""

from wizard.api.answers import (
    AppIntegrationAnswer,
    MemberAnswer,
    OrganizationAnswer,
    SdkClientAnswer,
    UserPoolAnswer,
    is_id,
)
from wizard.api.calls import AnswerLostError
from wizard.api.client import AnonApi

__all__ = [
    "AnonApi",
    "AnswerLostError",
    "AppIntegrationAnswer",
    "MemberAnswer",
    "OrganizationAnswer",
    "SdkClientAnswer",
    "UserPoolAnswer",
    "is_id",
]
