"""Registers resource types with the emulator's CloudFormation."""

import uuid

from ministack.services.cloudformation import provisioners


def add(resource_type, create, delete, update=None):
    """Adds a type. It is an error if ministack has learned the type itself: then ours should go."""
    if resource_type in provisioners._RESOURCE_HANDLERS:
        raise RuntimeError(f"ministack has {resource_type} now: delete ours")
    provisioners._RESOURCE_HANDLERS[resource_type] = {"create": create, "delete": delete, **({"update": update} if update else {})}


def change(resource_type, action, wrap):
    """Puts a function around what ministack does for a type."""
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    handlers[action] = wrap(handlers[action])


def unique(stack, logical_id):
    return f"{stack}-{logical_id}-{uuid.uuid4().hex[:8]}"


def is_true(value):
    return str(value).lower() == "true"
