"""binascii, base64 and errno against the oracle: every function, on short bytes of all kinds and on wrong ones."""
import binascii
import errno
import random

chance = random.Random(7)


def attempt(function, *arguments, **names):
    try:
        return function(*arguments, **names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


samples = [b"", b"a", b"ab", b"abc", b"=", b"====", b"YQ==", b"YQ=", b"YWI", b"YWJj\n", b"Y Q = =", b"YQ==YQ==", b"!YQ==", b"Y", b"0g", b"00ff",
           b"0", b"a=\nb", b"=41=4", b"==x", b"_ _", b" \t\n", b"x \n.\n.x\r\n", b"\xff\x00", bytes(range(45)), b"!x", b"#86)C\n"]
samples += [bytes(chance.randrange(256) for _ in range(chance.randrange(100))) for _ in range(15)]
samples += [bytes(chance.choice(b"ab =\r\n.\t_YQ\xe9") for _ in range(chance.randrange(200))) for _ in range(30)]
for sample in samples:
    print(sample, [attempt(getattr(binascii, name), sample) for name in (
        "b2a_base64", "a2b_base64", "hexlify", "unhexlify", "b2a_qp", "a2b_qp", "crc32", "b2a_uu", "a2b_uu")])
    print([attempt(binascii.a2b_base64, sample, strict_mode=True), attempt(binascii.b2a_base64, sample, newline=False),
           attempt(binascii.b2a_qp, sample, True), attempt(binascii.b2a_qp, sample, istext=False), attempt(binascii.b2a_qp, sample, header=True),
           attempt(binascii.a2b_qp, sample, header=True), attempt(binascii.crc_hqx, sample, 5), attempt(binascii.crc32, sample, 77),
           attempt(binascii.hexlify, sample, ":", 2), attempt(binascii.b2a_uu, sample, backtick=True)])
for wrong in (None, 5, "é", "abc", bytearray(b"ab")):
    print([attempt(getattr(binascii, name), wrong) for name in ("b2a_base64", "a2b_base64", "unhexlify", "crc32", "a2b_qp")])
print(binascii.Error.__mro__, binascii.Incomplete.__mro__, binascii.Error.__module__)
print(sorted(errno.errorcode.items()), errno.EAGAIN == errno.EWOULDBLOCK)
