"""The parts of Telegram's export."""
