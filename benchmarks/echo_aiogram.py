"""The peer (b): a stock aiogram bot that answers a tap and edits its message, with no storage. PORT MODE HOOK."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

ROWS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="有一样没做到", callback_data="1.0")]])


async def tapped(query: CallbackQuery) -> None:
    await query.answer()
    await query.message.edit_text("李记面馆：五项都做到了，收到，谢谢！", reply_markup=ROWS)


def main(port: str, mode: str, hook: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{port}"))
    bot, dispatcher = Bot("1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", session=session), Dispatcher()
    dispatcher.callback_query.register(tapped)
    if mode == "polling":
        asyncio.run(dispatcher.start_polling(bot))
        return
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="bench-secret").register(
        app, "/telegram/webhook"
    )
    web.run_app(app, host="127.0.0.1", port=int(hook), print=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
