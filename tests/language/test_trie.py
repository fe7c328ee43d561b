"""Words kept in a trie are found as in a dictionary, in the order in which they were told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.language.words.trie import Respelt, Trie

WORDS = st.dictionaries(st.text("油污水门口ab ", min_size=1, max_size=5), st.integers(1, 9), max_size=20)


def kept(words: dict[str, int]) -> Trie[int]:
    trie = Trie[int](words)
    for word, known in words.items():
        trie[word] = known
    return trie


@given(WORDS, st.text("油污水门口ab ", max_size=12))
def test_words_are_found_as_in_a_dictionary(words: dict[str, int], text: str) -> None:
    trie = kept(words)
    assert list(trie.items()) == list(words.items())
    assert trie.get(text) == words.get(text)
    for at in range(len(text)):
        ends = range(at + 1, len(text) + 1)
        assert trie.at(text, at) == {end: words[text[at:end]] for end in ends if text[at:end] in words}


def test_a_word_that_nothing_is_known_of_is_none() -> None:
    trie = Trie[str](["油", "油污"])
    trie["油污"] = "dirt"
    assert trie.get("油") is None
    assert trie.at("油污", 0) == {2: "dirt"}
    assert list(trie.items()) == [("油污", "dirt")]


def test_what_is_known_of_many_is_changed_at_once() -> None:
    trie = kept({"油": 1, "水": 1, "门": 2})
    trie.change(lambda known: 5 if known == 1 else known)
    trie["门"] = 5
    assert dict(trie.items()) == {"油": 5, "水": 5, "门": 5}


def test_words_of_one_sound_come_in_the_order_they_were_told() -> None:
    words = Respelt([("wei sheng", "卫生"), ("wei shen", "为甚"), ("wei sheng", "卫声"), ("wei sheng", "卫升")])
    assert words.of("wei sheng") == ["卫生", "卫声", "卫升"]
    assert words.of("wei shen") == ["为甚"]
    assert words.of("wei") == []
