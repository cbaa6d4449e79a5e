"""Which parts of Spark Connect's protocol a client's requests use, for docs/compatibility/spark.md: `Relation.filter`, `Command.write_operation`, ..."""

import grpc

# The choices of the protocol, by the message that has them and the name of the choice.
CHOICES = {"Relation": "rel_type", "Expression": "expr_type", "Command": "command_type", "Catalog": "cat_type", "AnalyzePlanRequest": "analyze"}


def parts_of(message, found):
    name = message.DESCRIPTOR.name
    if name in CHOICES and (chosen := message.WhichOneof(CHOICES[name])):
        found.add(f"{name}.{chosen}")
    if name == "UnresolvedFunction":
        found.add(f"Function.{message.function_name}")
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            values = [one for one in value.values() if hasattr(one, "DESCRIPTOR")]
        else:
            values = [value] if hasattr(value, "DESCRIPTOR") else value
        for one in values:
            parts_of(one, found)


class ProtocolUse(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):
    """Sees every request of a channel."""

    def __init__(self):
        self.found = set()

    def take(self):
        found, self.found = self.found, set()
        return sorted(found)

    def _note(self, continuation, details, request):
        parts_of(request, self.found)
        return continuation(details, request)

    intercept_unary_unary = intercept_unary_stream = _note
