"""Site generators: by what files each is known, where it keeps its texts, what it builds."""

from pathlib import Path

import msgspec


class Generator(msgspec.Struct, frozen=True):
    """One that makes a site of Markdown."""

    name: str
    signs: tuple[str, ...]
    """Files or folders, any of which tells of it; of several in one string, joined by `+`, all must be there."""
    content: tuple[str, ...] = ()
    """Where its texts lie; nothing where they may lie anywhere."""
    built: tuple[str, ...] = ()
    """What it writes, and what it keeps of other people's."""


GENERATORS = (
    Generator(
        "Docusaurus",
        ("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"),
        ("docs", "blog", "src/pages", "i18n", "versioned_docs"),
        ("build", ".docusaurus"),
    ),
    Generator(
        "Eleventy",
        (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts"),
        (),
        ("_site",),
    ),
    Generator("MkDocs", ("mkdocs.yml", "mkdocs.yaml"), ("docs",), ("site",)),
    Generator(
        "Astro",
        ("astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.cjs"),
        ("src/content", "src/pages"),
        ("dist", ".astro"),
    ),
    Generator("VitePress", (".vitepress", "docs/.vitepress"), (), (".vitepress", "docs/.vitepress")),
    Generator("Nuxt", ("nuxt.config.ts", "nuxt.config.js"), ("content",), (".nuxt", ".output", "dist")),
    Generator("Gatsby", ("gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs"), (), ("public", ".cache")),
    Generator("Next.js", ("next.config.js", "next.config.mjs", "next.config.ts"), (), (".next", "out")),
    Generator("Pelican", ("pelicanconf.py",), ("content",), ("output",)),
    Generator(
        "Hugo",
        (
            *("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default"),
            *("config.toml+content", "config.yaml+content", "config.yml+content", "config.json+content"),
        ),
        ("content",),
        ("public", "resources", "themes"),
    ),
    Generator("Hexo", ("_config.yml+source/_posts",), ("source",), ("public", "themes", "node_modules")),
    Generator("Jekyll", ("_config.yml", "_config.yaml", "_config.toml"), (), ("_site", "vendor")),
)
"""The first whose signs are there is taken: those of Hexo and Jekyll look alike, so the more telling come first."""


def generator(folder: Path) -> Generator | None:
    """The generator whose settings lie in this very folder."""
    return next((one for one in GENERATORS if any(_there(folder, sign) for sign in one.signs)), None)


def _there(folder: Path, sign: str) -> bool:
    try:
        return all((folder / name).exists() for name in sign.split("+"))
    except OSError:  # a folder that nobody may look into
        return False
