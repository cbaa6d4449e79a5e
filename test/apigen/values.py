"""Values made from a botocore model: every member once, within the model's constraints, the same on each run."""

import datetime
import re

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
TIME = datetime.datetime(2026, 3, 4, 5, 6, 7, tzinfo=datetime.timezone.utc)

# Texts that fit the patterns of the models; the first that fits is taken.
CANDIDATES = ["", "a", "value", "value-1", "value_1", "s3://bucket/a/b", "3", "123456789012", "UPPER", "Mon:10",
              "01234567-89ab-cdef-0123-456789abcdef", "a.b", "9",
              "arn:aws:s3:us-east-1:123456789012:bucket/b", "arn:aws:iam::123456789012:role/r",
              "arn:aws:sso::123456789012:application/ssoins-0123456789abcdef/apl-0123456789abcdef",
              "arn:aws:sso:::instance/ssoins-0123456789abcdef", "arn:aws:glue:us-east-1:123456789012:a",
              "subnet-0a", "sg-0a", "ALL", "arn:aws:lambda:us-east-1:123456789012:function:f",
              "arn:aws:lambda:us-east-1:123456789012:function:f:1/durable-execution/a/b", "arn:aws:lambda:us-east-1:123456789012:layer:l:1",
              "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdef0", "/mnt/a", "$LATEST",
              "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0",
              "arn:aws:signer:us-east-1:123456789012:/signing-profiles/a", "arn:aws:lambda:us-east-1:123456789012:capacity-provider:c",
              f"arn:aws:lambda:us-east-1::runtime:{'0a' * 32}", f"arn:aws:lambda:us-east-1:123456789012:runtime/{'a' * 20}", "TagsException"]


class Values:
    """`allowed(shape_name, member_name)` says which members to set."""

    def __init__(self, allowed, awkward=False, wanted=None):
        self.allowed = allowed
        self.wanted = wanted  # the name of a structure that unions choose their way to
        self.awkward = awkward  # texts that need escaping, wherever nothing forbids them
        self.depth = {}

    def make(self, shape, name="value"):
        return getattr(self, f"_{shape.type_name}")(shape, name)

    def _structure(self, shape, name):
        if self.depth.get(shape.name, 0) > 1:
            return None
        self.depth[shape.name] = self.depth.get(shape.name, 0) + 1
        made = {}
        for member, member_shape in sorted(shape.members.items(), key=lambda one: not self._leads_to_wanted(one[1], set())):
            if self.allowed(shape.name, member):
                value = self.make(member_shape, member)
                if value is not None:
                    made[member] = value
            if made and self._is_union(shape):
                break
        self.depth[shape.name] -= 1
        return made

    def _leads_to_wanted(self, shape, seen):
        if shape.name in seen or self.wanted is None:
            return False
        seen.add(shape.name)
        if shape.type_name == "structure":
            below = [one for member, one in shape.members.items() if self.allowed(shape.name, member)]
        else:
            below = [getattr(shape, name) for name in ("member", "value") if hasattr(shape, name)]
        return shape.name == self.wanted or any(self._leads_to_wanted(one, seen) for one in below)

    @staticmethod
    def _is_union(shape):
        return shape.metadata.get("union") or shape.name == "CodeGenConfigurationNode"

    def _list(self, shape, name):
        count = max(2, shape.metadata.get("min", 0))
        count = min(count, shape.metadata.get("max", count))
        made = [self.make(shape.member, name) for _ in range(count)]
        return None if None in made else made

    def _map(self, shape, name):
        value, key = self.make(shape.value, name), self.make(shape.key, "key")
        further = range(2, shape.metadata.get("min", 1) + 1)
        return None if value is None else {key: value} | {f"{key}{number}": value for number in further}

    def _string(self, shape, name):
        if shape.enum:
            return shape.enum[len(shape.enum) // 2]
        low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 200)
        pattern = shape.metadata.get("pattern")
        if self.awkward and not pattern and low <= 20 <= high and self.awkward_fits(shape):
            return f'{name[:3]} <&>"\'\\ é日𝄞 /+%'
        candidates = [name.lower()[:high], *CANDIDATES, *(c * low for c in ALPHABET if low)]
        for text in candidates:
            if low <= len(text) <= high and text and (not pattern or self._fits(pattern, text)):
                return text
        raise AssertionError(f"no candidate fits {shape.name}: {low}..{high} {pattern}")

    @staticmethod
    def awkward_fits(shape):
        return shape.metadata.get("awkward", True)

    @staticmethod
    def _fits(pattern, text):
        plain = re.sub(r"\\u[dD]8.{2}\\u[dD][cC].{2}-\\u[dD][bB].{2}\\u[dD][fF].{2}", "", pattern)
        return re.fullmatch(re.sub(r"\\p\{\w+\}", r"\\w", plain.replace(r"\p{L}\p{N}\p{P}", r"\w\W")), text) is not None

    def _character(self, shape, name):
        return "c"

    def _integer(self, shape, name):
        least = max(7, shape.metadata.get("min", 7))
        return int(min(least, shape.metadata.get("max", least)))

    _long = _integer

    def _double(self, shape, name):
        return 2.5

    _float = _double

    def _boolean(self, shape, name):
        return True

    def _timestamp(self, shape, name):
        return TIME

    def _blob(self, shape, name):
        return b"\x00\xffbytes"
