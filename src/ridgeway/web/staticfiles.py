"""Static files under names that change with their content, the imports between our scripts included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our modules import each other as `… from "./name.js";`, or when they are needed as `await import("./name.js")`.
# Django's own support for imports reads every script of every library as such, and stumbles over one that only
# looks so; and comments on types name modules, too.
_OUR_IMPORTS = r'(?P<matched>from "(?P<url>\./[\w-]+\.js)";)'
_OUR_LATER_IMPORTS = r'(?P<matched>await import\("(?P<url>\./[\w-]+\.js)"\))'


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """After an update a browser never mixes old modules with new ones."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("*.js", ((_OUR_IMPORTS, 'from "%(url)s";'), (_OUR_LATER_IMPORTS, 'await import("%(url)s")'))),
    )
