"""How templates become Python: every value through one step, and nothing done twice.

Jinja's code asks at run time what is known when a template is compiled: whether an attribute is one
or an entry of a dictionary, whether a function wants the context, whether markup is to be trusted.
Here templates show structs and call our own functions, so that is settled once.
"""

from collections.abc import Callable
from typing import Any, Final

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from counterpitch.render.plain import visible

_escape: Final[Callable[[str], str]] = _escape_inner
"""Escapes a plain text as ``escape`` does, but does not wrap it: the page is one text anyway."""
_FROM: Final = "yield from "


class _Writing(CodeGenerator):
    """Writes what a template shows through :meth:`Templates.written`."""

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; a block is joined at once, not handed up piece by piece."""
        joined = f"yield concat({x.removeprefix(_FROM)})" if x.startswith(_FROM) else x
        super().writeline(joined, node, extra)

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:
        """``a.b`` is an attribute; an entry of a dictionary is written ``a["b"]``."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:
        """Call a function or macro as it is; none of ours wants the context."""
        self.visit(node.node, frame)
        self.write("(")
        for each in node.args:
            self.visit(each, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Any) -> None:
        """``a if b`` is nothing where ``b`` is false."""
        otherwise = node.expr2 or nodes.Const("", lineno=node.lineno)
        whole = nodes.CondExpr(node.test, node.expr1, otherwise, lineno=node.lineno)
        super().visit_CondExpr(whole, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        self.write("environment.written(")

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        self.write(")")


class _Once(Template):
    """A template whose macros are made once: they see their arguments and what all pages see."""

    def _get_default_module(self, ctx: Any = None) -> TemplateModule:
        return super()._get_default_module()


class Templates(Environment):
    """Templates with escaping for every file.

    Whatever a template writes also loses bidirectional and zero-width characters, so that no stored
    text can reorder or hide what stands beside it.
    """

    code_generator_class = _Writing
    template_class = _Once

    @staticmethod
    def written(value: Any) -> str:
        """Return ``value`` as it stands in a page; only ``Markup`` is taken as it is."""
        kind = type(value)
        if kind is str:
            # What is printable holds nothing that hides or reorders.
            return _escape(value if value.isprintable() else visible(value))
        if kind is Markup:
            return value  # type: ignore[no-any-return]
        return str(value) if kind is int else escape(finalized(value))


def finalized(value: Any) -> Any:
    """Return ``value`` without characters that hide or reorder."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
