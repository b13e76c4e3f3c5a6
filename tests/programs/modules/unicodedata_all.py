"""unicodedata over all characters, as sums that the oracle has too; names and normal forms in detail."""
import re
import unicodedata


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


step = [*range(0x1000), *range(0x1000, 0x3400, 5), *range(0x3400, 0x20000, 41), *range(0xd7a0, 0xd810), *range(0xf900, 0x10100, 3), 0x2f800, 0xe0001, 0xe0100, 0x10ffff]
for name in ("category", "combining", "bidirectional", "decomposition"):
    total = 0
    for code in step:
        for character in str(getattr(unicodedata, name)(chr(code))):
            total = (total * 31 + ord(character)) % 1000000007
    print(name, total)
for name in ("decimal", "digit", "numeric", "name"):
    values = [getattr(unicodedata, name)(chr(code), None) for code in step
              if name != "numeric" or not (0x3400 <= code < 0xa000 or code in (0x16b60, 0x16b61))]  # ideographs: see unicodedata.c
    print(name, len([value for value in values if value is not None]), hash(sum(value for value in values if isinstance(value, (int, float)))),
          sum(len(value) for value in values if isinstance(value, str)))
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    texts = ["é", "e\u0301", "\ufb01", "\u1e9b\u0323", "가", "\u1100\u1161", "Å\u212b", "ﬃ①", "abc", "", "a\u0328\u0301b", "\uac01", "\U0001d15e"]
    print(form, [ascii(unicodedata.normalize(form, text)) for text in texts], [unicodedata.is_normalized(form, text) for text in texts])
print([unicodedata.name(character) for character in "aé€한一\U0001f600ß"], ascii(unicodedata.lookup("EM DASH")), unicodedata.lookup("greek small letter alpha"),
      unicodedata.lookup("CJK UNIFIED IDEOGRAPH-4E00"), unicodedata.unidata_version)
for function, arguments in ((unicodedata.name, ("\n",)), (unicodedata.lookup, ("no such thing",)), (unicodedata.decimal, ("x",)), (unicodedata.digit, ("x",)),
                            (unicodedata.numeric, ("x",)), (unicodedata.category, ("ab",)), (unicodedata.normalize, ("NFX", "a")), (unicodedata.normalize, ("NFC", 5))):
    print(attempt(function, *arguments))
print(re.match(r"\N{EM DASH}+[\N{DIGIT ONE}-\N{DIGIT FIVE}]", "\u2014\u20143"), attempt(re.compile, r"\N{nothing}"), attempt(re.compile, r"[\N{}]"))
