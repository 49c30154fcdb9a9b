"""What stands between a tested profile and production, and what goes wrong on the way there.

Documented by Anon: an own key set for production, new ids, prod keys by request, keys on servers.
Inferred: https, rotation. How old a proof may be and how long a token may live is ours.
"""

from typing import Final

from wizard.problems.entry import Entry

_PROD: Final = "README, “To production”"
_FAQ_PROD: Final = "Onboarding FAQ, “I'm done testing”"
_FAQ_KEYS: Final = "Onboarding FAQ, “example credentials”"
_LINK: Final = "docs.anon.com, Link"

_CHECKS: Final = (
    Entry(
        "handoff.not_own_keys",
        "The key set is not your own: {reason}.",
        "Whoever holds the private half of a key in it can sign a token for each of your users.",
        "Publish a key set of your own (anon-wizard jwks new --out DIR), and make a UserPool with "
        "it: anon-wizard setup --profile {profile!q} --jwks URL.",
        _FAQ_KEYS,
        "documented",
        unsaid={"reason": "it is the mock key set, or an example"},
    ),
    Entry(
        "handoff.no_overlap",
        "At the last rotation ({date}) all keys were replaced at once.",
        "Tokens signed with the old key were refused from that moment on, although they had not "
        "expired.",
        "Publish the new key beside the old one, and withdraw the old one once its last token has "
        "expired (anon-wizard jwks rotate). Then run this check again.",
        _PROD,
        "inferred",
    ),
    Entry(
        "handoff.token_lives_long",
        "Your tokens live {life}.",
        "A token that leaks can be used until it expires; Anon's own live six months at most.",
        "Let your identity provider issue tokens for minutes or days, not for longer than that.",
        _PROD,
        unsaid={"life": "longer than six months"},
    ),
    Entry(
        "handoff.token_lives_short",
        "Your tokens live {life}.",
        "A person needs some minutes on the Link page, and the token must hold that long.",
        "Issue tokens that live five minutes at least.",
        _PROD,
        unsaid={"life": "less than five minutes"},
    ),
    Entry(
        "handoff.foreign_switch",
        "{place}: {name} is for Anon's sandbox.",
        "It stands where the promotion changes nothing: a variable of your own, or a deployment.",
        "Change it by hand when production begins, or let ANON_ENV decide.",
        _PROD,
    ),
    Entry(
        "handoff.redirect",
        "{place}: the redirect URL {url} will not do in production.",
        "{reason}. After a link, each user's browser must be able to go there, and nobody on the "
        "way may read along.",
        "Let the browser come back to an https:// address of your app, registered with Anon.",
        _LINK,
        "inferred",
        unsaid={"reason": "It is not https, or leads to a machine that not everybody reaches"},
    ),
    Entry(
        "handoff.company_name",
        "{place}: the company name is “{value}”.",
        "Link shows it to your users, who decide by it whom they let in.",
        "Set ANON_COMPANY_NAME to the name your users know you by.",
        _LINK,
        "documented",
    ),
    Entry(
        "handoff.company_logo",
        "{place}: the logo cannot be shown: {reason}.",
        "Link loads it in your users' browsers, from the address in ANON_COMPANY_LOGO.",
        "Give the https:// address of an image that everybody can load.",
        _LINK,
        "documented",
        unsaid={"reason": "its address is not https, or not public"},
    ),
    Entry(
        "handoff.link_not_proven",
        "The link with {name} was not proven lately ({when}).",
        "What worked then may have changed since: the app's sign-in, your front end, the keys.",
        "Link the test user again: anon-wizard setup --profile {profile!q} --app {app}.",
        _PROD,
        unsaid={"name": "APP", "when": "never, or too long ago"},
    ),
    Entry(
        "handoff.pool_differs",
        "The UserPool {id} checks tokens with another key set: {theirs}.",
        "The profile says {ours}. Which of the two is right, nobody can tell from here.",
        "Make a pool with the key set you mean: "
        "anon-wizard setup --profile {profile!q} --jwks URL.",
        _PROD,
        "documented",
        unsaid={"theirs": "ANOTHER URL", "ours": "URL"},
    ),
    Entry(
        "handoff.left_over",
        "Perhaps this lies at Anon, and nothing uses it: {object}.",
        "The answer to the request for it was lost, or you had another one made in its place. "
        "Anon documents neither a list nor a delete.",
        "Ask Anon to look for it by its name. The packet names all there is: "
        "anon-wizard handoff --write DIR.",
        _PROD,
        unsaid={"object": "a UserPool or an SdkClient"},
    ),
    Entry(
        "handoff.same_ids",
        "Production has an id of the tested profile: {id}.",
        "Pools and clients are made anew in production, so their ids differ.",
        "Run the promotion: anon-wizard setup --env prod --from {profile!q}.",
        _FAQ_PROD,
        "inferred",
    ),
    Entry(
        "handoff.left_behind",
        "{place}: {name} still has the value of “{profile}”.",
        "Ids and keys of one environment mean nothing in another.",
        "Run anon-wizard setup --env {environment} --from {profile!q} again: it shows each "
        "variable that must change, and writes them on a yes.",
        _PROD,
        "documented",
    ),
)

_USAGE: Final = (
    Entry(
        "handoff.unknown_item",
        "There is no item “{item}” on the checklist.",
        "The items are: {known}.",
        "Choose one of them.",
        _PROD,
        exit_code=2,
        unsaid={"known": "those that “anon-wizard handoff” lists"},
    ),
    Entry(
        "handoff.not_by_word",
        "“{item}” is checked by machine; nobody's word replaces that.",
        "A person confirms only what a machine cannot see: {known}.",
        "Mend what the check finds, and run it again: anon-wizard handoff.",
        _PROD,
        exit_code=2,
        unsaid={"known": "those that “anon-wizard handoff” asks about"},
    ),
    Entry(
        "handoff.note_holds_secret",
        "The note looks as if it held a key or a token. It was not recorded.",
        "Notes go into the packet, and the packet goes to others.",
        "Say in words where the secret lies, without the secret.",
        "README, “Where secrets lie”",
        exit_code=2,
    ),
    Entry(
        "handoff.not_apps",
        "“{note}” does not name apps.",
        "The link of each app you plan is looked at, by the id that Anon knows it by.",
        "Name their ids, with commas between: --note instagram,united_airlines",
        _PROD,
        exit_code=2,
        unsaid={"note": "TEXT"},
    ),
    Entry(
        "handoff.packet_folder",
        "The packet cannot be written to {path}.",
        "{reason}",
        "Name another folder: anon-wizard handoff --write DIR.",
        _PROD,
        exit_code=4,
        unsaid={
            "path": "FOLDER",
            "reason": "It has files in it, is no folder, or you may not write there.",
        },
    ),
)

_PROMOTION: Final = (
    Entry(
        "promotion.from_nothing",
        "Production is set up from a tested profile only.",
        "Its answers are carried over, its ids and keys are not; so nothing is made in production "
        "that was not tried before.",
        "Run anon-wizard handoff first. When Anon has sent you the prod key: "
        "anon-wizard setup --env prod --from PROFILE.",
        _PROD,
    ),
    Entry(
        "promotion.wrong_way",
        "{ours} is no production for “{profile}”, which belongs to {theirs}.",
        "--from carries a tested profile over to production, or to its rehearsal.",
        "Choose production (--env prod), or its rehearsal on this machine (--env local-prod).",
        _PROD,
        exit_code=2,
        unsaid={"ours": "That environment", "theirs": "another one"},
    ),
    Entry(
        "promotion.same_name",
        "“{profile}” cannot be promoted to itself.",
        "The tested profile is kept as it is; production gets one of its own.",
        "Choose another name (--profile NAME).",
        _PROD,
        exit_code=2,
    ),
    Entry(
        "promotion.wrong_target",
        "Nothing was sent: this is for {environment}, and the address is {base_url}.",
        "Each request that changes something is checked against its environment before it goes "
        "out, so that sandbox and production cannot be mixed up.",
        "Choose the environment by its name (--env), or mend base_url in the profile.",
        _PROD,
    ),
    Entry(
        "promotion.changed_meanwhile",
        "{path} was changed since its changes were shown.",
        "What would be written was worked out from other content, so it was left alone.",
        "Run the same command again.",
        _PROD,
    ),
)

ENTRIES: Final = (*_CHECKS, *_USAGE, *_PROMOTION)
