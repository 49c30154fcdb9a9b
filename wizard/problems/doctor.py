"""What the doctor finds and no step of the setup meets: clocks, networks, what lies around.

Documented by Anon: nothing here. Inferred: what clocks do to tokens. The rest is ours.
"""

from typing import Final

from wizard.problems.entry import Entry

_DOCTOR: Final = "README, “When something breaks”"
_CORS: Final = "Onboarding FAQ, “CORS issue”"

ENTRIES: Final = (
    Entry(
        "doctor.anon_down",
        "Anon does not answer: {host}.",
        "{witness} can be reached from here, so your network works. What failed: {reason}",
        "Wait and try again; if it stays, write to support@anon.com with the time.",
        _DOCTOR,
        exit_code=3,
        unsaid={"witness": "Another host", "reason": "(here stands what)."},
    ),
    Entry(
        "doctor.your_network",
        "Your network does not let you out: {host} cannot be reached.",
        "{witness} cannot be reached either, and it has nothing to do with Anon. "
        "What failed: {reason}",
        "Check the connection, VPN, firewall and proxy of this machine.",
        _DOCTOR,
        exit_code=3,
        unsaid={"witness": "Another host", "reason": "(here stands what)."},
    ),
    Entry(
        "doctor.sandbox_off",
        "The local sandbox is not running, and its state {path} is gone.",
        "A local profile lives in the sandbox that this program brings; without the state the ids "
        "in the profile name nothing.",
        "Run: anon-wizard setup --env {environment}. It makes them anew.",
        "README, “The local sandbox”",
        exit_code=3,
    ),
    Entry(
        "doctor.sandbox_moved",
        "The local sandbox answers at {actual}; this profile was saved at {wanted}.",
        "Another program had its port. What lives in the sandbox moved along with it, the mock key "
        "set too; an app that names the old address does not know.",
        "Nothing is broken. To save the new address run: anon-wizard setup --profile {profile!q}. "
        "Then bring it to your app: anon-wizard env --profile {profile!q} --write FILE.",
        "README, “The local sandbox”",
        unsaid={"actual": "URL", "wanted": "ANOTHER URL"},
    ),
    Entry(
        "profile.incomplete",
        "The profile “{profile}” names no {what}.",
        "A setup that went through names all links of the chain; this profile was edited, imported "
        "or interrupted.",
        "Run: anon-wizard setup --profile {profile!q}. It makes nothing twice.",
        "README, “Profiles”",
        unsaid={"what": "pool, client or user"},
    ),
    Entry(
        "clock.skew",
        "This machine's clock is {skew} {direction} Anon's.",
        "Tokens carry times. A clock that is off by more than a minute makes tokens that are "
        "expired, or not valid yet, when Anon reads them.",
        "Set the clock by the network (timedatectl set-ntp true, or your system's settings).",
        "RFC 7519 §4.1.4",
        "inferred",
        unsaid={"skew": "minutes", "direction": "ahead of, or behind,"},
    ),
    Entry(
        "key.expired",
        "The session token has expired {ago}.",
        "Generation 1 of the API is asked with a Member's session token, and that ends.",
        "Log in again (POST /org/login), and give the new one: "
        "anon-wizard setup --profile {profile!q}.",
        "Onboarding FAQ, “Anon endpoints”",
        "documented",
    ),
    Entry(
        "environment.variable_differs",
        "{name} is set, and differs from the profile “{profile}”.",
        "The doctor works on the profile's values. Your app, started from this shell, would take "
        "the variable's.",
        "Unset it, or switch to the profile it belongs to: anon-wizard profile use NAME.",
        "README, “Profiles”",
    ),
    Entry(
        "store.open_to_others",
        "{path} can be read by others on this machine.",
        "Its permissions are {mode}; what lies in it is yours alone.",
        "Run: anon-wizard doctor --fix. Then replace the keys that were in it.",
        "README, “Where secrets lie”",
    ),
    Entry(
        "cors.preflight",
        "The preflight of the Link page is refused: {status}.",
        "{reason}",
        "Something between you and Anon answers in its place, or Anon is unwell: try from another "
        "network, then write to support@anon.com.",
        _CORS,
        "inferred",
        unsaid={
            "reason": "The answer lacks the CORS headers that a browser wants, or is another's."
        },
    ),
    Entry(
        "cors.unexplained",
        "Anon does not let this client and this token in to {app}, and nothing else is wrong.",
        "Client, pool, key set and token belong together as far as can be told from here. "
        "How the Link page names its client is not documented, so this question may have been "
        "asked in a way that Anon does not understand.",
        "Open the link in a browser. If it says CORS there, write to support@anon.com with the "
        "ids that anon-wizard doctor --bundle FILE collects.",
        _CORS,
        "inferred",
        undecided=True,
    ),
    Entry(
        "explain.unknown",
        "The catalogue does not know this.",
        "Neither a code of ours nor the words of an error that we know are in it.",
        "Paste the error's own line, or run anon-wizard doctor (with --app DIR for your app).",
        _DOCTOR,
    ),
    Entry(
        "doctor.changed_meanwhile",
        "{path} was changed while the doctor looked at it.",
        "What it would write was worked out from other content, so it left the file alone.",
        "Run anon-wizard doctor --fix again.",
        _DOCTOR,
    ),
    Entry(
        "doctor.bundle_exists",
        "{path} is there already.",
        "The bundle is written as a new file, and never over another.",
        "Name another file, or remove that one.",
        _DOCTOR,
        exit_code=2,
    ),
)
