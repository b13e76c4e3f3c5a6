"""Which characters are in a class, or the same where case is ignored: over all of them, as sums that the
oracle has too."""
import re

everything = "".join(map(chr, range(0x12000)))
latin = everything[:256]


def digest(pattern, text, flags=0):
    found = "".join(re.findall(f"(?:{pattern})+", text, flags))
    return len(found), int.from_bytes(found.encode("utf-8", "surrogatepass"), "little") % 1000000007


for text in (latin, everything[:0x10000], everything):
    for pattern in (r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"[\w\s]", r"[^\w\s]", r"[^\W\d]", ".", r"(?s:.)", r"\b.\b"):
        print(len(text), pattern, digest(pattern, text), digest(pattern, text, re.ASCII))
print([len(re.findall(pattern, bytes(range(256)))) for pattern in (rb"\d", rb"\D", rb"\w", rb"\W", rb"\s", rb"\S", rb".")])

letters = "aikszAIKSZ_1éÉÿŸµμΜſ\u0130\u0131\u212a\u212b\u00e5\u1e9eß\u0390\u1fd3\u03b0\u1fe3\ufb05\ufb06σςΣϐβВᲀвꙋᲈ\u0345\u03b9\u1fbe"
for text in (latin, everything[:0x10000], everything):
    for letter in letters:
        print(ascii(letter), [ascii(re.findall(pattern, text, flags)) for pattern in (letter, f"[{letter}]") for flags in
                              (re.I, re.I | re.A)], digest(f"[^{letter}]", text, re.I))
    for pattern in ("[a-z]", "[A-Z]", "[j-t]", "(?a:[a-z])", "(?a:k)", "[\u0100-\u0200]", "[^a-z]", "(?-i:s)|x"):
        print(pattern, digest(pattern, text, re.I), digest(pattern, text))
print(re.findall(rb"(?i)[a-k]+|\xe9", b"aZbK\xc9\xe9"), re.findall(rb"(?iL)\w+", b"aZbK\xc9\xe9"))
print([(m.span(), m.group()) for m in re.finditer(r"(?i)(\w)\1", "aA bb Ss s\u017f")])
