"""The peer (a): a stock python-telegram-bot bot that answers a tap and edits its message, with no storage. PORT MODE HOOK."""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

ROWS = InlineKeyboardMarkup([[InlineKeyboardButton("有一样没做到", callback_data="1.0")]])


async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    await query.answer()
    await query.edit_message_text("李记面馆：五项都做到了，收到，谢谢！", reply_markup=ROWS)


def main(port: str, mode: str, hook: str) -> None:
    root = f"http://127.0.0.1:{port}"
    app = Application.builder().token("1:bench").base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
    app.add_handler(CallbackQueryHandler(tapped))
    if mode == "polling":
        app.run_polling(allowed_updates=["callback_query"])
    else:
        app.run_webhook(
            "127.0.0.1",
            int(hook),
            "telegram/webhook",
            webhook_url=f"http://127.0.0.1:{hook}/telegram/webhook",
            secret_token="bench-secret",
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
