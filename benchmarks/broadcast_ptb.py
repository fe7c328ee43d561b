"""The peer: a stock python-telegram-bot with its own rate limiter tells so many people. PORT MESSAGES."""

import asyncio
import sys

from telegram.ext import AIORateLimiter, Application


async def main(port: str, messages: str) -> None:
    root = f"http://127.0.0.1:{port}"
    limiter = AIORateLimiter(max_retries=20)
    app = Application.builder().token("1:bench").base_url(f"{root}/bot").rate_limiter(limiter).pool_timeout(600).build()
    async with app:
        await asyncio.gather(
            *[app.bot.send_message(user, "今天门前五包怎么样？") for user in range(1, int(messages) + 1)]
        )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
