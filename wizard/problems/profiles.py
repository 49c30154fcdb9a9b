"""What can go wrong with what is kept on this machine: profiles, secrets, journal."""

from typing import Final

from wizard.problems.entry import Entry

_PROFILES = "README, “Profiles”"
_SECRETS = "README, “Where secrets lie”"

ENTRIES: Final = (
    Entry(
        "store.cannot_write",
        "{path} could not be written.",
        "{reason}",
        "Make room or mend the permissions, then run the same command again. "
        "What was there before is unchanged.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "store.cannot_read",
        "{path} could not be read.",
        "{reason}",
        "Mend its permissions, then run the same command again.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "store.unsafe_path",
        "{path} is not a plain file of yours.",
        "It is {what}. The wizard neither reads nor writes through it.",
        "Look at it, and move it away if you did not put it there.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "store.busy",
        "Another anon-wizard is saving.",
        "The lock {path} has been held for {seconds} seconds.",
        "Let the other one finish, then run the same command again.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "profile.unknown",
        "There is no profile “{profile}”.",
        "Saved profiles: {known}.",
        "Choose one of them, or make it: anon-wizard setup --profile NAME.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "profile.corrupt",
        "The profile {path} cannot be understood.",
        "{reason}",
        "Mend it in an editor, or move it away; the wizard does not overwrite it.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "profile.newer",
        "The profile {path} was written by a newer anon-wizard (format {version}).",
        "This version could lose what it does not understand, so it does not write it.",
        "Update anon-wizard.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "profile.none_active",
        "No profile is active.",
        "None was chosen, and none is saved yet.",
        "Run: anon-wizard setup.",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "secrets.unavailable",
        "The system's keyring cannot be used.",
        "{reason}",
        "Unlock it, or choose the file (0600, this machine only): --secret-store file.",
        _SECRETS,
        exit_code=4,
    ),
    Entry(
        "secrets.lost",
        "The keyring took a secret and did not give it back.",
        "{reason}",
        "Choose the file instead: --secret-store file.",
        _SECRETS,
        exit_code=4,
    ),
    Entry(
        "secrets.missing",
        "The secret “{name}” of the profile “{profile}” is not in its store.",
        "It was removed there, or the profile came from another machine.",
        "Run: anon-wizard setup --profile {profile}, and give it again.",
        _SECRETS,
        exit_code=4,
    ),
    Entry(
        "secrets.was_open",
        "{path} could be read by others on this machine.",
        "Its permissions were {mode}; they are 0600 now.",
        "Replace the keys that were in it.",
        _SECRETS,
    ),
)
