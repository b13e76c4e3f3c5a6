"""Text that is repeated beyond all memory."""

for times in (1 << 62, 1 << 63, 1 << 70):
    for text in ("a", "abc"):
        try:
            text * times
        except (MemoryError, OverflowError) as error:
            print(times, text, type(error).__name__)
