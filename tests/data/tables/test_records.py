"""JSON and XML as tables, whatever somebody put in them."""

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.data.tables.records import json_of, table_of_xml, tables_of_json
from recsys.data.tables.rows import MAX_ROWS
from recsys.errors import DataError

DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
)


def test_what_lies_in_a_record_is_a_column_by_its_path():
    (table,) = tables_of_json("x.json", [{"a": 1, "b": {"c": "d", "e": {"f": 2.5}}}, {"a": None}])
    assert table.rows == (("a", "b.c", "b.e.f"), ("1", "d", "2.5"), ("", "", ""))
    assert table.name == "x.json"


def test_lists_by_name_are_tables_of_that_name():
    tables = tables_of_json("x", {"user": "me", "ratings": [{"a": 1}], "empty": [], "ids": [1, 2]})
    assert [table.name for table in tables] == ["ratings"]
    assert tables_of_json("x", "text") == tables_of_json("x", {"a": {"b": 1}}) == []


def test_xml_two_levels_deep_are_the_records():
    text = '<f><m id="1"><name>A &amp; B</name><x><y> c </y></x></m><m><name>D</name></m></f>'
    table = table_of_xml("x", text)
    assert table.rows == (("id", "name", "x.y"), ("1", "A & B", "c"), ("", "D", ""))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><a><m><n>&c;</n></m></a>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><m><n>&b;</n></m></a>',
        '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a><m/></a>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_unpacked(text):
    with pytest.raises(DataError, match="declares a document type"):
        table_of_xml("x", text)


def test_large_documents_are_read_to_their_bounds():
    many = [{"a": "x" * 5_000, **{f"k{n % 1_000}": 1}} for n in range(MAX_ROWS + 5)]
    started = time.process_time()
    (table,) = tables_of_json("x", many)
    assert time.process_time() - started < 5
    assert len(table.rows) == MAX_ROWS + 1
    assert len(table.rows[0]) <= 200
    assert max(len(cell) for cell in table.rows[1]) == 1_000
    assert "Only the first 20,000 lines" in table.notes[0]
    deep = "<a>" * 100_000 + "</a>" * 100_000
    assert len(table_of_xml("x", deep).rows) == 2
    with pytest.raises(DataError, match="damaged JSON"):
        json_of("x", "[" * 100_000)


@given(DOCUMENTS)
def test_any_json_is_tables_or_none(content):
    text = json.dumps(content)
    for table in tables_of_json("x", json_of("x", text)):
        assert all(len(row) == len(table.rows[0]) for row in table.rows)


@given(st.text(alphabet='<>/ab="&;! []x', max_size=40))
def test_any_xml_is_a_table_or_a_sentence(text):
    with contextlib.suppress(DataError):
        table_of_xml("x", text)
