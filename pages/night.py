"""Movie night: one list for two to seven people, each one's part in it shown."""

import streamlit as st

from recsys.people.night import plan
from recsys.profile.person import MIN_PEOPLE
from recsys.ui import frame, memory
from recsys.ui.screens.night import comparison as compare_view
from recsys.ui.screens.night import list as night_view
from recsys.ui.screens.night import party
from recsys.ui.screens.night import people as night_people

party.read_address()
party.write_address()
ready = frame.recommender()
people = party.people()

st.title("Movie night")
st.markdown(
    "One list for two to seven people, with movies that none of you has seen, and what each of you "
    "adds to every choice. The link to this page carries everybody."
)

left, right = st.columns([4, 8], gap="large")

with left:
    st.subheader("Who is coming")
    night_people.ways_in()
    night_people.seated()

with right:
    if len(people) < MIN_PEOPLE:
        st.info(
            "One person is here; add at least one more to get a common list."
            if people
            else "Two people make a movie night: paste the links to their profiles, or add them "
            "here and pick a few movies they like."
        )
        if not people:
            night_people.example()
    else:
        st.subheader("For all of you")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            night_view.rule_switch()
            night_view.share_night()
        night = plan(people, ready, party.rule(), night_view.LISTED)
        night_view.movies(night, ready)
        night_view.how_alike(night)
    if len(people) == MIN_PEOPLE:
        mine, theirs = sorted(party.seats(), key=lambda seat: not seat.mine)
        me, them = mine.person, theirs.person
        is_me = mine.mine and not memory.is_anothers()
        name = compare_view.YOU if is_me else me.name
        st.subheader("The two of you")
        compare_view.compare_people(
            me.profile, them.profile, them.name, ready, name, for_both=False
        )
