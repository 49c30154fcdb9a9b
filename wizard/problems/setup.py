"""What can be wrong with what was asked for, before anything is sent."""

from typing import Final

from wizard.problems.entry import Entry

_COMMANDS = "README, “Commands”"
_CHAIN = "README, “The chain”"

ENTRIES: Final = (
    Entry(
        "usage.wrong",
        "{message}",
        "The command line does not fit what this command takes.",
        "Run it again with --help to see its flags.",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "usage.no_terminal",
        "The full-screen wizard needs a terminal.",
        "{reason}",
        "Use: anon-wizard setup (add --yes to be asked nothing).",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "usage.missing",
        "“{label}” is missing.",
        "Nothing gave a value for it, and there is nobody to ask.",
        "{fix}",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "usage.not_a_choice",
        "“{value}” is not an answer to “{label}”.",
        "The possible answers are: {choices}.",
        "Choose one of them.",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "usage.file",
        "The file {path} could not be read.",
        "{reason}",
        "Check the path, and that you may read it.",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "usage.answers",
        "The answers file {path} holds something that is not understood.",
        "{reason}",
        "Give one “name = \"value\"” a line; the names are those of the flags, without the dashes.",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "usage.terminal_setting",
        "This is not an interactive terminal.",
        "There is nobody to ask, and --yes was not given.",
        "Add --yes, and give what has no default by flag, environment or --answers FILE.",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "install.mixed",
        "The folders “wizard” and “screens” do not belong together.",
        "Another package named “screens” comes first: {path}.",
        "Install anon-wizard in an environment of its own (pipx or uv tool).",
        "README, “Install”",
        exit_code=2,
    ),
    Entry(
        "install.crashed",
        "anon-wizard stopped on a mistake of its own ({kind} in {place}).",
        "This is a defect in anon-wizard, not in what you typed.",
        "What was proven is kept: start again to go on. Please report the words in brackets.",
        "README, “When something breaks”",
    ),
    Entry(
        "environment.not_a_url",
        "“{value}” is neither an environment nor a base URL.",
        "Known environments are local, local-prod, sandbox and prod; "
        "a URL starts with https:// (http:// only on this machine).",
        "Choose one of them, or give the whole base URL.",
        _COMMANDS,
        exit_code=2,
    ),
    Entry(
        "environment.prod_later",
        "Production is not set up from here yet.",
        "A production key belongs at the end of a checklist that this version does not have.",
        "Set up sandbox first, or rehearse with local-prod.",
        "README, “Environments”",
    ),
    Entry(
        "profile.name",
        "“{value}” cannot be a profile's name.",
        "A name has 1 to 64 visible characters and neither starts nor ends with a space.",
        "Choose another name, for instance acme-dev.",
        "README, “Profiles”",
        exit_code=2,
    ),
    Entry(
        "profile.other_environment",
        "The profile “{profile}” belongs to {theirs}, not to {ours}.",
        "A profile and its key are bound to one environment for good, "
        "so that ids and keys of two environments never mix.",
        "Choose another profile name for {ours}.",
        "README, “Profiles”",
    ),
    Entry(
        "key.shape",
        "This does not look like an API key.",
        "A key is one line of visible characters without spaces.",
        "Copy it again from console.anon.com, or from what Anon sent you.",
        _CHAIN,
    ),
    Entry(
        "key.other_environment",
        "This key is already stored for {environment}.",
        "Nothing in a key tells its environment, so the wizard remembers it and never mixes them.",
        "Use the key that Anon gave you for this environment.",
        _CHAIN,
    ),
    Entry(
        "organization.missing",
        "Your organization's id is missing.",
        "The credential is a session token (generation 1 of the API), "
        "and there every create request must name the organization.",
        "Give the organization id that Anon sent you (--organization ID).",
        _CHAIN,
        "documented",
    ),
    Entry(
        "id.shape",
        "“{value}” cannot be an id of Anon's.",
        "An id is 1 to 128 visible characters without a space, slash, “?” or “#”.",
        "Copy the id again.",
        _CHAIN,
        exit_code=2,
    ),
    Entry(
        "user.missing",
        "The test user has no id yet.",
        "Anon knows your users by the id that their tokens carry.",
        "Give any id your app would use, for instance demo-user.",
        _CHAIN,
        exit_code=2,
    ),
)
