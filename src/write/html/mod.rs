//! Pages for people: an index over all meetings and a page a meeting.
