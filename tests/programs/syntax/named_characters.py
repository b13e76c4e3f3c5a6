print("\N{GREEK CAPITAL LETTER DELTA}", f"\N{EM SPACE}|{1 + 1}\N{greek small letter alpha}{'x'}", "\N{SNOWMAN}a\N{LATIN SMALL LETTER E WITH ACUTE}", r"\N{x}", b"\N{x}", "\N{HANGUL SYLLABLE GA}")
for bad in [r"'\N{NOPE}'", r"'\N'", r"'\N{'", r"'abc\N{}'", r"'\NX'"]:
    try: eval(bad)
    except SyntaxError as e: print(e)
