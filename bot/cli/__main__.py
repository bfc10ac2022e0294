"""`python -m bot.cli` is `sohoi`."""

from bot.cli import main

if __name__ == "__main__":
    main()
