"""Outside text enters Markdown through `recsys.ui.border`: the code is read for what goes past."""

import ast
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from recsys.ui.border import plain

ROOT = Path(__file__).resolve().parents[2]
CODE = [*(ROOT / "recsys/ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]

TEXT = {"label", "help", "text", "body", "caption", "value", "delta"}
"""Keywords that Streamlit reads as Markdown; `value` and `delta` of a metric only."""
MARKDOWN = {
    "markdown": 1, "caption": 1, "header": 1, "subheader": 1, "title": 1, "info": 1, "warning": 1,
    "error": 1, "success": 1, "toast": 1, "spinner": 1, "badge": 1, "dialog": 1, "progress": 0,
    "expander": 1, "popover": 1, "tabs": 1, "metric": 3, "image": 0, "feedback": 0,
    "button": 1, "download_button": 1, "link_button": 1, "form_submit_button": 1, "page_link": 0,
    "selectbox": 1, "multiselect": 1, "pills": 2, "segmented_control": 2, "radio": 2, "slider": 1,
    "select_slider": 1, "number_input": 1, "text_input": 1, "text_area": 1, "toggle": 1,
    "checkbox": 1, "file_uploader": 1,
}  # fmt: skip
"""How many leading arguments of each call are Markdown."""
WITH_OPTIONS = {"pills", "segmented_control", "radio"}
NUMBERS = {"len", "int", "round", "count", "percent", "stars", "appeal"}
"""Functions whose answer holds nothing from outside: numbers, and numbers with our own nouns."""


def markdown_functions():
    """Return the names of all functions that promise Markdown; their returns are checked too."""
    return {
        node.name
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and _is_markdown(node.returns)
    }


def _is_markdown(annotation):
    return annotation is not None and ast.unparse(annotation).startswith(("Markdown", '"Markdown'))


PROMISED = markdown_functions()


class Reader:
    """Decides whether an expression within a function can hold outside text."""

    def __init__(self, function, module):
        self.function, self.module = function, module

    def is_ours(self, node, seen=()):
        def ours(part):
            return self.is_ours(part, seen)

        match node:
            case None | ast.Constant() | ast.Lambda(body=ast.Subscript(value=ast.Name())):
                return not isinstance(node, ast.Lambda) or ours(node.body)
            case ast.JoinedStr(values=parts):
                return all(map(ours, parts))
            case ast.FormattedValue(value=value, format_spec=spec):
                return ours(value) or (spec is not None and _is_numeric(spec))
            case ast.IfExp(body=body, orelse=other):
                return ours(body) and ours(other)
            case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
                return all(map(ours, parts))
            case ast.Starred(value=value) | ast.ListComp(elt=value) | ast.GeneratorExp(elt=value):
                return ours(value)
            case ast.BinOp(left=left, right=right):
                return ours(left) and ours(right)
            case ast.Subscript(value=value):
                return _is_constant(value) or ours(value)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
                if name in {"plain", *NUMBERS, *PROMISED}:
                    return True
                if name == "join" and ours(node.func.value):
                    return all(map(ours, args))
                if name in ("lower", "capitalize", "strip", "__getitem__"):
                    return ours(node.func.value)
                if name in ("list", "max", "min", "Markdown"):
                    return all(map(ours, args))
                return name == "replace" and all(map(ours, [node.func.value, *args]))
            case ast.Name(id="plain"):
                return True
            case ast.Attribute(value=value, attr="__getitem__"):
                return _is_constant(value)
            case ast.Name(id=name) if name not in seen:
                return _is_constant(node) or self._is_local(name, (*seen, name))
            case ast.Attribute():
                return _is_constant(node)
        return False

    def _is_local(self, name, seen):
        """Return whether all that a name stands for in its function is ours."""
        arguments = getattr(getattr(self.function, "args", None), "args", [])
        if any(a.arg == name and not _is_markdown(a.annotation) for a in arguments):
            return False
        values = [a for a in arguments if a.arg == name]
        for node in ast.walk(self.function):
            pairs = []
            if isinstance(node, ast.Assign):
                pairs = [(target, node.value) for target in node.targets]
            elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr):
                pairs = [(node.target, node.value)]
            elif isinstance(node, ast.For | ast.comprehension):
                elements = getattr(node.iter, "elts", [node.iter])
                pairs = [(node.target, element) for element in elements]
            for target, value in pairs:
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                    pairs.extend(zip(target.elts, value.elts, strict=False))
                elif name in {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}:
                    if not self.is_ours(value, seen):
                        return False
                    values.append(value)
        return bool(values)


def _is_constant(node):
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return last.isupper()


def _is_numeric(spec):
    """Return whether a format is one that text cannot have, `:,` or `:.3f` say."""
    try:
        format("text", "".join(part.value for part in spec.values))
    except (ValueError, AttributeError):
        return True
    return False


def functions(tree):
    """Yield each statement's innermost function, the module itself for what lies outside."""
    nested = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            nested |= dict.fromkeys(ast.walk(function), function)
    return nested


def bypassed(source):
    """Return where outside text may go past the border."""
    tree = ast.parse(source)
    within, found = functions(tree), []
    for node in ast.walk(tree):
        reader = Reader(within.get(node, tree), tree)
        promised = isinstance(node, ast.Return) and reader.function.name in PROMISED
        if promised and not reader.is_ours(node.value):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value)
        if name in ("table", "write", "html", "latex") and owner == "st":
            found.append(f"{node.lineno}: st.{name}; use `plain_table` or `plain`")
        if name not in MARKDOWN or (name == "title" and owner != "st"):
            continue
        texts = node.args[: MARKDOWN[name]]
        if name in WITH_OPTIONS and (own := _keyword(node, "format_func")) is not None:
            texts = [*texts[:1], own]
        texts += [
            k.value
            for k in node.keywords
            if k.arg in TEXT - (set() if name == "metric" else {"value", "delta"})
        ]
        found += [
            f"{node.lineno}: {name}({ast.unparse(t)})" for t in texts if not reader.is_ours(t)
        ]
    return found


def _keyword(node, name):
    return next((k.value for k in node.keywords if k.arg == name), None)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_goes_past_the_border(path):
    if path.name != "border.py":
        assert not bypassed(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "st.markdown(title)",
        "st.caption(f'{title} is there')",
        "st.button('a', help=f'Hide {movie.title}')",
        "text.markdown(f'**{title}**')",
        "st.metric('Likes', title)",
        "st.pills('a', titles)",
        "st.tabs(['a', name])",
        "st.markdown('a' if x else title)",
        "st.table(frame)",
        "st.markdown('\\n'.join(f'- {title}' for title in titles))",
        "said = 'a'\n    said += title\n    st.markdown(said)",
    ],
)
def test_the_reader_of_the_code_sees_what_goes_past(line):
    assert bypassed(f"def draw(st, title, titles, movie, x, text, name, frame):\n    {line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "st.markdown(plain(title))",
        "st.caption(f'{plain(title)} has {n:,}, {100 * x:.1f} %')",
        "st.pills('a', titles, format_func=plain)",
        "said = 'a' if x else plain(title)\n    st.markdown(said)",
        "st.info(MEANINGS[rule])",
        "st.markdown(count(n, 'movie'))",
    ],
)
def test_the_reader_of_the_code_lets_pass_what_is_ours(line):
    assert not bypassed(f"def draw(st, title, titles, n, x, rule):\n    {line}\n")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("M*A*S*H", r"M\*A\*S\*H"),
        ("Star Wars: Episode V", r"Star Wars\: Episode V"),
        ("AT&T &amp; co", r"AT\&T \&amp; co"),
        ("1. Mai", r"1\. Mai"),
        ("- a", r"\- a"),
        ("12.5 % of 3.5", "12.5 % of 3.5"),
        ("one\n# two", r"one \# two"),
        ("100\N{NO-BREAK SPACE}%", "100\N{NO-BREAK SPACE}%"),
        # What the browser looks for after escapes are resolved is taken apart.
        ("http://a.example", "http\\:\u2060//a.example"),
        ("www.a.example", "www\u2060.a.example"),
        ("a@b.example", "a@\u2060b.example"),
        (":material_home:", "\\:\u2060material\\_home\\:"),
        ("NDCG@10 0.5", "NDCG@10 0.5"),
        ("a -> b", "a -\u2060\\> b"),
    ],
)
def test_plain_text_is_shown_as_it_is(text, markdown):
    assert plain(text) == markdown


def test_a_table_shows_cells_and_headings_as_they_are():
    def page():
        import pandas as pd

        from recsys.ui.border import plain_table

        plain_table(pd.DataFrame({"*a*": ["M*A*S*H", None], "n": [1.5, 2.0]}))
        plain_table(pd.DataFrame({"a": ["_b_"]}), [0])

    first, second = AppTest.from_function(page).run().table
    assert list(first.value.columns) == [r"\*a\*", "n"]
    assert first.value.iloc[0].tolist() == [r"M\*A\*S\*H", 1.5]
    assert pd.isna(first.value.iloc[1, 0])
    assert second.value.iloc[0, 0] == r"\_b\_"
