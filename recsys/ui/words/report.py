"""What reading a data set found, and what a file of one's own seems to be, in plain words."""

from recsys.data.readers.own import Preview
from recsys.data.report import Report
from recsys.data.tables.columns import ROLES
from recsys.text import count, percent

_COLUMNS = {
    "user": "People",
    "item": "Movies",
    "rating": "Stars",
    "timestamp": "When",
    "title": "Titles",
}


def findings(report: Report) -> list[str]:
    """Return one sentence each, the most important first."""
    said = [f"{count(report.rows_read, 'rating')} read ({report.layout})."]
    if report.rows_rejected:
        share = percent(report.rows_rejected / report.rows_read)
        first = report.rejected[0]
        said.append(
            f"{report.rows_rejected:,} of them ({share}) left out, {report.out_of_range:,} because "
            f"the rating is outside its scale; the first is line {first.line:,}: {first.reason}."
        )
    else:
        said.append("None had to be left out.")
    if report.duplicates:
        said.append(
            f"{count(report.duplicates, 'rating')} dropped because the same user rated the same "
            "movie again: the later rating stays."
        )
    if report.scale != 5:
        said.append(scale(report.scale))
    if report.first_rating:
        said.append(f"Rated between {report.first_rating} and {report.last_rating}.")
    if report.time_unit != "seconds":
        said.append(f"Times were {report.time_unit}.")
    said.append(
        f"Without a rating of {report.like_from:g} stars or more: "
        f"{count(report.users_without_likes, 'user')} and "
        f"{count(report.movies_without_likes, 'rated movie')}."
    )
    for words, number, noun in (
        ("With a 0, which means not rated from 1 to 10", report.unrated, "line"),
        ("Never rated", report.movies_unrated, "listed movie"),
        ("Missing from the movie list", report.movies_unlisted, "rated movie"),
        ("Without a title and shown by a neutral name", report.titles_missing, "movie"),
        ("Shown with the id, as another has the same title", report.titles_doubled, "movie"),
        ("Left out because the id stands there before", report.movies_doubled, "listed movie"),
        ("With HTML codes, shown as the characters meant", report.titles_with_codes, "title"),
        ("Left out of the links to IMDb and TMDB", report.links_rejected, "line"),
        ("Between two half stars, rounded to the nearest", report.rounded, "rating"),
        ("With names, not numbers, numbered alphabetically", report.users_named, "user"),
        ("With names, not numbers, ids made from the names", report.movies_named, "movie"),
    ):
        if number:
            said.append(f"{words}: {count(number, noun)}.")
    if report.links_problem:
        said.append(f"The links to IMDb and TMDB are not used: {report.links_problem}.")
    if report.movies_linked:
        said.append(f"Known at IMDb or TMDB by id: {count(report.movies_linked, 'movie')}.")
    if report.movie_ids_moved:
        said.append("Movie ids begin at 0 in the file, so here each is 1 higher.")
    odd = [f"{name} as {encoding}" for name, encoding in report.encodings if encoding != "utf-8"]
    if odd:
        said.append(f"Text read in an older encoding: {', '.join(odd)}.")
    if not report.shares_movie_ids:
        said.append("Its movie ids are its own: a profile made elsewhere does not carry over.")
    return said


def scale(highest: float) -> str:
    """Say how ratings on a scale become stars."""
    return (
        f"Ratings go up to {highest:g} and become stars: {highest / 5:g} a star, "
        "rounded to half stars, 0.5 at least."
    )


def recognised(seen: Preview) -> str:
    """Say what each column is, and which a person must choose."""
    named = [(_COLUMNS[role], getattr(seen.columns, role)) for role in ROLES]
    found = " ".join(f"{what}: {name}." for what, name in named if name is not None)
    missing = [_COLUMNS[role].lower() for role in seen.columns.missing]
    needed = f" Choose the column of {' and '.join(missing)}." if missing else ""
    return f"{seen.kind}. {found or 'No column is recognised.'}{needed}"
