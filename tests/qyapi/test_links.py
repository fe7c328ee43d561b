"""An address under a text with choices is tappable: an entry of the card, a line of the menu; without choices it stays."""

from __future__ import annotations

import pytest

from channels.kefu import formatting
from channels.qyapi.links import link_in
from channels.wecom.cards import card_of
from messages.reply import Button, Reply
from tests.qyapi import judge

URL = "https://stars.example.cn/r/Ab-12_x"
CHOICES = ((Button("好", "7.0"),),)

TEXTS = {
    "收到。\n也能在这里看：" + URL: (URL, "也能在这里看", "收到。"),
    "收到。\n" + URL + "\n谢谢": (URL, URL, "收到。\n谢谢"),
    "点这里：" + URL + "。": None,
    "没有地址": None,
    "太长\n" + URL + "a" * 1024: None,
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_link_is_taken_out_with_its_words(text: str) -> None:
    found = link_in(text)
    assert (found and (found.url, found.words, found.rest)) == TEXTS[text]


def test_a_card_and_a_menu_open_it() -> None:
    reply = Reply(f"收到，谢谢！\n也能在这里看：{URL}", CHOICES)
    card = card_of(reply, "k", {"link": "打开", "tick": "请勾选"})
    assert card
    assert list(judge.card(card)) == []
    assert card["horizontal_content_list"] == [{"type": 1, "keyname": "打开", "value": "也能在这里看", "url": URL}]
    assert URL not in str(card["main_title"]) + card.get("sub_title_text", "")
    body = formatting.words(reply)
    assert list(judge.kefu({"msgid": "k1", **body}, {})) == []
    assert body["msgmenu"]["list"][-1] == {"type": "view", "view": {"url": URL, "content": "也能在这里看"}}
    assert formatting.words(Reply(reply.text))["text"]["content"] == reply.text, (
        "in a plain text WeChat makes it tappable"
    )
    full = formatting.words(Reply(reply.text, tuple((Button(f"{n}", f"7.{n}"),) for n in range(10))))
    assert URL in full["msgmenu"]["head_content"], "ten choices leave no line"
