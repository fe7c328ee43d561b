"""The contract between the engine and any channel: what does not fit is cut at sentences, becomes a numbered list or waits.

Import these tests beside a fixture `rig`; they say nothing that only one channel could keep.
"""

from __future__ import annotations

from messages.attachment import Attachment, Medium
from messages.cutting import utf8
from messages.incoming import Kind
from messages.limits import Picks
from messages.reply import Button, Pick, Reply
from tests.channels.rig import Rig

CHINESE, ENGLISH = "language.choose_language zh", "language.choose_language en"
"""Two actions whose effect can be read in the next answer."""
DONE = "English from now on"


def letters(text: str) -> str:
    return "".join(text.split())


async def test_a_long_text_arrives_whole_in_pieces_that_fit(rig: Rig) -> None:
    most = rig.town.channel.limits.text_bytes
    text = "".join(f"第{n}句话，说给李老板听。" for n in range(most // 12))
    assert utf8(text) > 2 * most
    await rig.push(Reply(text), "long")
    said = [shown.text for shown in rig.screen()]
    assert letters("".join(said)) == letters(text)
    assert all(utf8(piece) <= most for piece in said)
    assert all(piece.rstrip().endswith("。") for piece in said), "cut at sentences"


async def test_choices_stay_with_the_end_of_a_long_text(rig: Rig) -> None:
    text = "这一句有点长，要分开说。" * (rig.town.channel.limits.text_bytes // 20)
    await rig.ask(Reply(text, ((Button("中文", CHINESE),), (Button("英文", ENGLISH),))), "long question")
    last = rig.screen()[-1]
    assert last.buttons == ("中文", "英文") or "2. 英文" in last.text
    await rig.says("2")
    assert DONE in rig.words


async def test_more_buttons_than_fit_become_a_numbered_list_and_every_number_counts(rig: Rig) -> None:
    many = rig.town.channel.limits.buttons + 1
    rows = tuple((Button(f"中文{n}", CHINESE),) for n in range(1, many))
    await rig.ask(Reply("哪一个？", (*rows, (Button("英文", ENGLISH),))), "many")
    assert not any(shown.buttons for shown in rig.screen())
    assert all(f"{n}. 中文{n}" in rig.words for n in range(1, many))
    assert f"{many}. 英文" in rig.words
    await rig.says(str(min(many, 99)))
    assert (DONE in rig.words) is (many <= 99)


async def test_as_many_buttons_as_fit_are_buttons(rig: Rig) -> None:
    most = rig.town.channel.limits.buttons
    labels = tuple(f"第{n}个" for n in range(1, most + 1))
    await rig.ask(Reply("哪一个？", tuple((Button(label, CHINESE),) for label in labels)), "most")
    assert rig.screen()[-1].buttons == labels


async def test_a_label_too_long_for_a_button_is_printed_whole(rig: Rig) -> None:
    label = "这个选项的名字写得特别长，按钮上放不下也不能截掉"
    await rig.ask(Reply("哪一个？", ((Button(label, ENGLISH),),)), "label")
    last = rig.screen()[-1]
    assert last.buttons == (label,) or f"1. {label}" in last.text
    await rig.says("1")
    assert DONE in rig.words


async def test_choices_under_a_text_that_is_too_long_for_them_are_printed(rig: Rig) -> None:
    most = rig.town.channel.limits.choice_bytes or 100
    text = "字" * (most // 3) + "一二三。"
    await rig.ask(Reply(text, ((Button("英文", ENGLISH),),)), "above")
    assert letters(text) in letters(rig.words)
    assert rig.screen()[-1].buttons == ("英文",) or "1. 英文" in rig.words


async def test_a_checklist_is_ticked_as_the_channel_can(rig: Rig) -> None:
    limits = rig.town.channel.limits
    await rig.ask(Reply("哪几样？", pick=Pick(("卫生", "秩序", "绿化"), "就这些", CHINESE)), "pick")
    shown = " ".join([rig.screen()[-1].text, *rig.screen()[-1].buttons])
    assert all(name in shown for name in ("卫生", "秩序", "绿化"))
    fits = {Picks.TOGGLE: limits.buttons >= 4, Picks.ONCE: limits.options >= 3, Picks.NONE: False}[limits.picks]
    assert bool(rig.screen()[-1].buttons) is fits


async def test_a_checklist_with_too_many_options_is_a_numbered_list(rig: Rig) -> None:
    limits = rig.town.channel.limits
    many = max(limits.options, limits.buttons) + 1
    await rig.ask(Reply("哪几样？", pick=Pick(tuple(f"第{n}样" for n in range(many)), "就这些", CHINESE)), "options")
    assert not rig.screen()[-1].buttons
    assert f"{many}. 第{many - 1}样" in rig.words


async def test_what_cannot_be_edited_is_said_anew(rig: Rig) -> None:
    await rig.push(Reply("先说的"), "first")
    await rig.push(Reply("后说的", replace=rig.screen()[-1].number), "second")
    assert "后说的" in rig.words
    assert ("先说的" in rig.words) is not rig.town.channel.limits.edits


async def test_a_fixed_number_is_what_is_printed_and_what_is_meant(rig: Rig) -> None:
    rows = ((Button("英文", ENGLISH, 7),), (Button("中文", CHINESE, 3),))
    await rig.ask(Reply("哪一个？", rows), "numbers")
    shown = " ".join([rig.screen()[-1].text, *rig.screen()[-1].buttons])
    assert ("7. 英文" in shown and "3. 中文" in shown) or ("7 英文" in shown and "3 中文" in shown)
    await rig.says("1")
    assert DONE not in rig.words, "nothing has the number 1 here, whatever stands first"
    await rig.says("7")
    assert DONE in rig.words


async def test_outside_the_window_nothing_is_said_and_the_next_word_lets_it_go(rig: Rig) -> None:
    window = rig.town.channel.limits.window
    await rig.says("中文")
    rig.town.clock.forward(seconds=window.seconds + 1 if window else 7 * 86400)
    before = len(rig.screen())
    for n in range(2):
        await rig.push(Reply(f"第{n}件事"), f"push {n}")
    assert len(rig.screen()) == (before if window else before + 2)
    await rig.says("", Kind.HELLO)
    assert ("第0件事" in rig.words) is (window is None), "opening the chat is no word"
    await rig.says("中文")
    assert "第0件事" in rig.words
    assert "第1件事" in rig.words
    assert "held" not in await rig.states()


async def test_no_more_is_said_in_a_window_than_it_takes(rig: Rig) -> None:
    window = rig.town.channel.limits.window
    await rig.says("中文")
    before = len(rig.screen())
    for n in range(12):
        await rig.push(Reply(f"第{n}件事"), f"push {n}")
    pushed = len(rig.screen()) - before
    assert pushed == (window.messages - window.reserve - before if window else 12)
    for _ in range(3):
        if "held" in await rig.states():
            await rig.says("中文")
    assert all(f"第{n}件事" in rig.words for n in range(12)), "nothing is lost"


async def test_files_come_after_the_words_where_every_message_counts(rig: Rig) -> None:
    for n in range(2):
        (rig.town.folder / f"{n}.txt").write_bytes(b"a file")
    files = tuple(Attachment(Medium.FILE, f"{n}.txt", f"{n}.txt") for n in range(2))
    await rig.says("中文")
    await rig.push(Reply("两份材料", attachments=files), "files")
    assert "两份材料" in rig.words
    assert set(await rig.states()) == {"sent"}
