"""What can go wrong when profiles are chosen, bound to folders, handed on or taken over."""

from typing import Final

from wizard.problems.entry import Entry

_PROFILES = "README, “Profiles”"

ENTRIES: Final = (
    Entry(
        "usage.unconfirmed",
        "Not done without a yes: {what}",
        "There is nobody to ask, and --yes was not given.",
        "Add --yes.",
        "README, “Commands”",
        exit_code=2,
        unsaid={"what": "the question that would be asked"},
    ),
    Entry(
        "binding.no_folder",
        "{path} is not a folder.",
        "Only a folder that exists can be bound to a profile.",
        "Check the path.",
        _PROFILES,
        exit_code=2,
        unsaid={"path": "FOLDER"},
    ),
    Entry(
        "binding.not_bound",
        "{path} is not bound to a profile.",
        "A binding above it may hold here; it is taken back where it was made.",
        "See which one holds: anon-wizard profile why.",
        _PROFILES,
        exit_code=2,
        unsaid={"path": "FOLDER"},
    ),
    Entry(
        "export.exists",
        "{path} is there already.",
        "A profile is exported into a new file, and never over another.",
        "Name another file, or remove that one first.",
        _PROFILES,
        exit_code=2,
    ),
    Entry(
        "import.no_name",
        "{path} does not say what its profile is called.",
        "“anon-wizard profile export” writes the name into the file; this file has none.",
        "Name it (--profile NAME).",
        _PROFILES,
        exit_code=2,
    ),
    Entry(
        "import.exists",
        "There is a profile “{profile}” already.",
        "Importing never overwrites a profile by itself.",
        "Choose another name (--profile NAME), or replace it (--replace).",
        _PROFILES,
        exit_code=4,
    ),
    Entry(
        "import.foreign_host",
        "This profile says it is for {environment}, and names another host: {base_url}.",
        "With it, your key would be sent to that host.",
        "Ask whoever gave you the file. To use another address on purpose, set it up by its URL: "
        "anon-wizard setup --env URL.",
        _PROFILES,
    ),
    Entry(
        "prod.unconfirmed",
        "Production is not changed without being asked for by name.",
        "The profile “{profile}” belongs to production, and nobody confirmed that it is meant.",
        "Type the name where it is asked for (in a script: --confirm-prod {profile!q}).",
        "README, “Environments”",
        exit_code=2,
    ),
    Entry(
        "pool.unknown",
        "This profile knows no UserPool {id}.",
        "It knows: {known}. Anon documents no list, so the profile's own is all there is.",
        "Choose one of these (anon-wizard pool list), or make one: anon-wizard pool add.",
        _PROFILES,
        exit_code=2,
        unsaid={"known": "those that “anon-wizard pool list” shows"},
    ),
    Entry(
        "client.unknown",
        "This profile knows no SdkClient {id}.",
        "It knows: {known}. Anon documents no list, so the profile's own is all there is.",
        "Choose one of these (anon-wizard client list), or make one: anon-wizard client add.",
        _PROFILES,
        exit_code=2,
        unsaid={"known": "those that “anon-wizard client list” shows"},
    ),
)
