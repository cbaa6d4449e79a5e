"""AWS's names as C++ names."""

import re

KEYWORDS = frozenset(
    "alignas alignof and asm auto bool break case catch char class concept const constexpr continue default delete do "
    "double else enum explicit export extern false float for friend goto if inline int long mutable namespace new "
    "not operator or private protected public register requires return short signed sizeof static struct switch "
    "template this throw true try typedef typeid typename union unsigned using virtual void volatile while xor".split()
)

# Words that the rule below would cut in the wrong place.
WHOLE_WORDS = {"ETag": "Etag", "SSEKMS": "SseKms"}


def snake(name: str) -> str:
    """StartJobRun -> start_job_run, ETag -> etag, ChecksumCRC32C -> checksum_crc32c."""
    for word, replacement in WHOLE_WORDS.items():
        name = name.replace(word, replacement)
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name)
    name = re.sub(r"([0-9])([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"([A-Z])([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"[^A-Za-z0-9]+", "_", name).lower()
    return name + "_" if name in KEYWORDS else name


def constant(value: str) -> str:
    """SUCCEEDED -> kSucceeded, us-east-1 -> kUsEast1, G.1X -> kG1X."""
    words = re.split(r"[^A-Za-z0-9]+", value)
    camel = [word.capitalize() if word.isupper() and len(word) > 2 else word[:1].upper() + word[1:] for word in words]
    return "k" + "".join(camel)


def quoted(text: str) -> str:
    """A C++ string literal; bytes outside printable ASCII become octal escapes."""
    out = []
    for byte in text.encode():
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'
