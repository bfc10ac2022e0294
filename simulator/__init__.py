"""A Telegram Bot API and a Zalo Bot API on loopback, with phones in a web page.

Stands alone: the bot meets it over HTTP, as it would meet the networks.
"""
