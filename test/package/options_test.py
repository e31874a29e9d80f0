"""The options that the type stub names are those that the code takes."""

import ast
import pathlib

import cdk_hardened_middleware as middleware
from cdk_hardened_middleware import headers, options, wrapper

package = pathlib.Path(middleware.__file__).parent
stub = ast.parse((package / "__init__.pyi").read_text())
classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}


def named(name):
    """The keys of a TypedDict, with those of what it extends."""
    own = {item.target.id for item in classes[name].body if isinstance(item, ast.AnnAssign)}
    return own.union(*(named(base.id) for base in classes[name].bases if base.id in classes))


def taken(function, *arguments):
    """What the code knows of when it checks the options of the function."""
    known = []
    for module in (headers, options, wrapper):
        module.require_known = lambda what, given, names: known.append(set(names))
    function(*arguments)
    assert len(known) == 1, f"{function.__name__} checks its options {len(known)} times"
    return known[0]


assert named("_WrapOptions") == taken(middleware.with_security_headers, lambda event, context: event)
assert named("_HeaderOptions") == taken(middleware.apply_security_headers, {"statusCode": 200})
assert named("_ValidateOptions") == taken(middleware.validate_request_headers, {})
assert named("_SanitizeOptions") == taken(middleware.sanitize_response, {})
