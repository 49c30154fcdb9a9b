"""What can go wrong with the local Anon sandbox itself."""

from typing import Final

from wizard.problems.entry import Entry

_SANDBOX = "README, “The local sandbox”"

ENTRIES: Final = (
    Entry(
        "sandbox.did_not_start",
        "The local sandbox did not start.",
        "{reason}",
        "Try it by itself to see more: anon-wizard sandbox.",
        _SANDBOX,
        exit_code=3,
        unsaid={
            "reason": "Another process holds its state, or it ended at once.",
        },
    ),
    Entry(
        "sandbox.port_taken",
        "Port {port} on 127.0.0.1 is taken.",
        "Another program listens there.",
        "Stop it, or choose another port: anon-wizard sandbox --port 0.",
        _SANDBOX,
        exit_code=3,
    ),
    Entry(
        "sandbox.state",
        "The sandbox's state {path} cannot be used.",
        "{reason}",
        "Move it away to start with a fresh one, or name another: --state FILE.",
        _SANDBOX,
        exit_code=4,
        unsaid={
            "reason": "It is no SQLite file, of another version, or another sandbox runs over it."
        },
    ),
    Entry(
        "sandbox.fault",
        "“{name}” cannot be switched on.",
        "{reason}",
        "See what there is: anon-wizard sandbox --list-faults.",
        _SANDBOX,
        exit_code=2,
        unsaid={"reason": "There is none of that name, or its argument does not fit."},
    ),
    Entry(
        "sandbox.refused",
        "The local sandbox refuses: {status} {words}",
        "It runs with other options (--auth, --fault), or was reset meanwhile.",
        "Look at what is switched on at /_sandbox/health, or start it again.",
        _SANDBOX,
        exit_code=3,
        unsaid={"words": "(here stand its own words)"},
    ),
    Entry(
        "sandbox.unknown_client",
        "There is no client with the id {client}.",
        "The sandbox was reset, or the id is of another environment.",
        "Use the id of the webapp client that belongs to the token's UserPool.",
        "Onboarding FAQ, “CORS issue”",
        "documented",
        unsaid={"client": "ID"},
    ),
    Entry(
        "sandbox.runs_otherwise",
        "A sandbox runs over {path} already, with {flag}.",
        "There is one sandbox for each state file, and a second starter joins it.",
        "Stop the other one, or name another state: --state FILE.",
        _SANDBOX,
        exit_code=2,
    ),
    Entry(
        "sandbox.ended",
        "The sandbox at {url} has ended.",
        "The program that had started it ended, or somebody stopped it.",
        "Start it again: anon-wizard sandbox.",
        _SANDBOX,
        exit_code=3,
    ),
)
