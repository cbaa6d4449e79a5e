"""Which shapes and members are generated, and the class of every input member, from models/<service>.toml."""

from model import Member, Model, ModelError, Structure

CLASSES = ("acts", "recorded", "refused")


class Selection:
    """The shapes that the chosen operations reach. A refused member has no field, and what only it reaches no type."""

    def __init__(self, model: Model):
        self.model = model
        self.structures: dict[str, Structure] = {}
        self.simple: set[str] = set()  # every other shape that is reached
        self.inputs: set[str] = set()  # structures that a request can carry
        self.request_streams: set[tuple[str, str]] = set()
        self._used_choices: set[str] = set()
        self._walk_inputs()
        self._walk_outputs()
        self._check_choices()

    def _choice(self, structure: str) -> dict:
        """The classes of one structure's members: of its operation if it is an input, else of [shapes.NAME]."""
        for name, operation in self.model.operations.items():
            if operation.get("input", {}).get("shape") == structure:
                return self.model.choices["operations"][name]
        choice = self.model.choices.get("shapes", {}).get(structure)
        if choice is not None:
            self._used_choices.add(structure)
        return choice or {}

    def _classify(self, structure: Structure) -> None:
        choice = self._choice(structure.name)
        named = [(one, c) for c in CLASSES for one in choice.get(c, []) if one != "*"]
        classed = dict(named)
        if len(classed) != len(named):
            raise ModelError(f"{self.model.service}.toml: a member of {structure.name} has two classes")
        for member_class in (c for c in CLASSES if "*" in choice.get(c, [])):  # "*": all that no list names
            classed.update({m.name: member_class for m in structure.members if m.name not in classed})
        known = {member.name for member in structure.members}
        if unknown := set(classed) - known:
            raise ModelError(f"{self.model.service}.toml: {structure.name} has no member {sorted(unknown)[0]}")
        for member in structure.members:
            member.member_class = classed.get(member.name, "refused")
            member.present = member.member_class != "refused"
            if member.required and not member.present:
                raise ModelError(f"{self.model.service}.toml: {structure.name}.{member.name} is required: class it")

    def _leave_out(self, structure: Structure) -> None:
        """What only answers hold has every member but those that are listed as refused."""
        for name in self._choice(structure.name).get("refused", []):
            member = next((m for m in structure.members if m.name == name), None)
            if member is None or member.required:
                raise ModelError(f"{self.model.service}.toml: {structure.name}.{name} cannot be left out")
            member.member_class, member.present = "refused", False

    def _walk_inputs(self) -> None:
        for operation in self.model.operations.values():
            if "input" in operation:
                self._walk(operation["input"]["shape"], is_input=True)

    def _walk_outputs(self) -> None:
        for operation in self.model.operations.values():
            if "output" in operation:
                self._walk(operation["output"]["shape"], is_input=False)

    def _walk(self, name: str, is_input: bool) -> None:
        if self.model.kind(name) != "structure":
            if name not in self.simple:
                self.simple.add(name)
            for below in self.model.aggregates_below(name):
                self._walk(below, is_input)
            return
        if name in self.structures:
            return
        structure = self.model.structure(name)
        self.structures[name] = structure
        if is_input:
            self.inputs.add(name)
            self._classify(structure)
        else:
            self._leave_out(structure)
        for member in structure.members:
            if member.present and not is_stream(self.model, member):
                self._walk(member.shape, is_input)

    def _check_choices(self) -> None:
        if unused := set(self.model.choices.get("shapes", {})) - self._used_choices:
            name = sorted(unused)[0]
            raise ModelError(f"{self.model.service}.toml: no classed member reaches [shapes.{name}]")

    def ordered(self) -> list[Structure]:
        """What a struct holds by value stands before it; a direct member of an unfinished struct becomes a Box."""
        done: dict[str, Structure] = {}
        open_names: set[str] = set()

        def visit(name: str) -> None:
            if name in done or name in open_names:
                return
            if self.model.kind(name) != "structure":
                for below in self.model.aggregates_below(name):
                    visit(below)
                return
            open_names.add(name)
            structure = self.structures[name]
            for member in structure.members:
                if member.present and not is_stream(self.model, member):
                    visit(member.shape)
                    member.boxed = member.shape in open_names
            open_names.discard(name)
            done[name] = structure

        for name in sorted(self.structures):
            visit(name)
        return list(done.values())


def is_stream(model: Model, member: Member) -> bool:
    return bool(member.traits.get("streaming") or model.shapes[member.shape].get("streaming"))
