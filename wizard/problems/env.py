"""What can go wrong when a profile's values go into an app."""

from typing import Final

from wizard.problems.entry import Entry

_ENV = "README, “Into your apps”"

ENTRIES: Final = (
    Entry(
        "env.public_key",
        "{path} would publish a key: {name}.",
        "A build tool puts variables with this prefix into the code that everybody gets, "
        "and the API key belongs on servers only. Nothing was written.",
        "Remove that line. If it ever held a key, make a new service client: "
        "anon-wizard client add --kind service.",
        "Anon's examples, “.env.example”",
        "documented",
    ),
    Entry(
        "env.other_user",
        "The stored token is another user's: its “{claim}” is {theirs}.",
        "The profile's test user is {ours}, and a back end that names one user while the front "
        "end links another finds no session.",
        "Get a token for {ours}: anon-wizard setup --profile {profile!q}.",
        "Onboarding FAQ, “Backend app”",
        "documented",
        unsaid={"theirs": "ANOTHER USER", "ours": "USER"},
    ),
    Entry(
        "env.other_client",
        "The stored token was issued for another client: {theirs}.",
        "The profile's webapp client is {ours}. Anon would refuse the pair, "
        "and a browser calls that a CORS error.",
        "Use that client (anon-wizard client use ID --profile {profile!q}), or get a new token: "
        "anon-wizard setup --profile {profile!q}.",
        "Onboarding FAQ, “CORS issue”",
        "documented",
        unsaid={"theirs": "ANOTHER ID", "ours": "ID"},
    ),
    Entry(
        "env.incomplete",
        "The profile has no value for {names}.",
        "A setup that went through stores all of them; this profile was edited or imported.",
        "Run: anon-wizard setup --profile {profile!q}.",
        _ENV,
    ),
    Entry(
        "env.unproven",
        "That the token belongs to the UserPool could not be proven.",
        "The pool's key set could not be fetched, or the pool shows none.",
        "Nothing to do if you did not change them; else run: anon-wizard doctor.",
        _ENV,
        undecided=True,
    ),
    Entry(
        "env.not_ignored",
        "{path} would be committed: git does not ignore it.",
        "It will hold secrets, and what is once in a repository stays in its history. "
        "Nothing was written.",
        "Let git ignore it: add --gitignore, or write the line into .gitignore yourself.",
        _ENV,
    ),
    Entry(
        "env.tracked",
        "{path} is in the repository: git tracks it.",
        "It would hold secrets, and everybody with the repository would have them. "
        "Nothing was written.",
        "Copy it to a file that git ignores, such as .env, and write there.",
        _ENV,
    ),
    Entry(
        "env.not_text",
        "{path} is no file of variables.",
        "It has more than 1 MiB, or bytes that no text has (UTF-16, perhaps).",
        "Check the path; save the file as UTF-8.",
        _ENV,
        exit_code=2,
    ),
    Entry(
        "env.file_exists",
        "{path} is there already.",
        "Code is written as a new file, and never over another.",
        "Name another file, or copy the code.",
        _ENV,
        exit_code=2,
    ),
    Entry(
        "env.not_representable",
        "The value of {name} can't be written so that every reader takes it as it is.",
        "It mixes quotes, dollars, backslashes or line ends that {reader} files have no common "
        "way to write.",
        "Use another format: --format bash, fish, powershell or json.",
        _ENV,
        unsaid={"reader": "such"},
    ),
    Entry(
        "env.write_format",
        "{format} is not written into a file in place.",
        "--write changes files of NAME=value lines: .env, .envrc, .xcconfig.",
        "Leave --format away, or send the output to a file: anon-wizard env --format {format} "
        "> FILE.",
        _ENV,
        exit_code=2,
    ),
)
