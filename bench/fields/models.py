"""Prints the members of AWS's outputs and of Stripe's objects, as their packages describe them."""

import ast
import gzip
import json
import os
import sys

import botocore
import stripe


def shape_of(shape):
    """A shape as [type, sensitive, whether it is an ARN, what it holds]."""
    words = f"{shape.get('pattern', '')} {shape.get('documentation', '')}"
    return [
        shape["type"],
        shape.get("sensitive", False),
        "arn:" in words or "Amazon Resource Name" in words,
        {
            name: [member["shape"], "Amazon Resource Name" in member.get("documentation", "")]
            for name, member in shape.get("members", {}).items()
        }
        or shape.get("member", shape.get("value", {})).get("shape"),
    ]


def aws():
    root = os.path.join(os.path.dirname(botocore.__file__), "data")
    for service in sorted(os.listdir(root)):
        versions = sorted(os.listdir(os.path.join(root, service))) if os.path.isdir(os.path.join(root, service)) else []
        path = os.path.join(root, service, versions[-1], "service-2.json.gz") if versions else ""
        if os.path.exists(path):
            with gzip.open(path) as file:
                model = json.load(file)
            outputs = [operation["output"]["shape"] for operation in model["operations"].values() if "output" in operation]
            yield service, {"outputs": outputs, "shapes": {name: shape_of(shape) for name, shape in model["shapes"].items()}}


def stripe_fields():
    """Fields of the objects that Stripe sends, by their classes: [class, field, type]."""
    for folder, _, files in sorted(os.walk(os.path.dirname(stripe.__file__))):
        for file in sorted(files):
            if not file.endswith(".py") or file.endswith("_service.py") or "params" in folder:
                continue
            with open(os.path.join(folder, file), encoding="utf-8") as source:
                classes = [node for node in ast.walk(ast.parse(source.read())) if isinstance(node, ast.ClassDef)]
            for one in classes:
                is_service = any(ast.unparse(base).endswith("Service") for base in one.bases)
                if "Params" not in one.name and not is_service and one.name != "StripeClient":
                    for field in one.body:
                        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                            yield one.name, field.target.id, ast.unparse(field.annotation)


json.dump({"aws": dict(aws()), "stripe": sorted(set(stripe_fields()))}, sys.stdout)
