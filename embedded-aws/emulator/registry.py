"""Registers resource types with the emulator's CloudFormation."""

import functools
import uuid

from ministack.services.cloudformation import provisioners

_holders: dict[tuple[str, str], str] = {}


def add(resource_type, create, delete, update=None):
    """Adds a type. It is an error if ministack has learned the type itself: then ours should go."""
    if resource_type in provisioners._RESOURCE_HANDLERS:
        raise RuntimeError(f"ministack has {resource_type} now: delete ours")
    provisioners._RESOURCE_HANDLERS[resource_type] = {"create": create, "delete": delete, **({"update": update} if update else {})}


def change(resource_type, action, wrap):
    """Puts a function around what ministack does for a type, also where its replacements call it by its name."""
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    original = handlers[action]
    handlers[action] = functools.wraps(original)(wrap(original))
    if getattr(provisioners, original.__name__, None) is original:
        setattr(provisioners, original.__name__, handlers[action])


def before(resource_type, check, actions=("create", "update")):
    """Calls check(props) before a resource of the type is made or updated: what it raises fails the resource."""
    def checked(handle):
        def handle_checked(*arguments, **options):
            # create(logical id, props, stack), update(physical id, old props, props, stack, …)
            check(arguments[1] if isinstance(arguments[2], str) else arguments[2])
            return handle(*arguments, **options)

        return handle_checked

    for action in actions:
        if action in provisioners._RESOURCE_HANDLERS[resource_type]:
            change(resource_type, action, checked)


def one_per_physical_id(resource_type):
    """CloudFormation rejects a second resource of a type with the physical id of another, in whatever stack: what belongs to a secret has
    the secret's ARN for its id (github.com/aws/aws-cdk/issues/24383, "secret resource policy already exists in stack")."""
    def held_on_create(create):
        def create_once(logical_id, props, stack):
            physical_id, attributes = create(logical_id, props, stack)
            _holders[resource_type, physical_id] = stack
            return physical_id, attributes

        return create_once

    def freed_on_delete(delete):
        def delete_and_free(physical_id, props):
            delete(physical_id, props)
            _holders.pop((resource_type, physical_id), None)

        return delete_and_free

    change(resource_type, "create", held_on_create)
    change(resource_type, "delete", freed_on_delete)


def reject_second(resource_type, physical_id):
    """To be called before anything is made."""
    if (resource_type, physical_id) in _holders:
        raise ValueError(f"{physical_id} already exists in stack {_holders[resource_type, physical_id]}")


def already_exists(resource_type, identifier):
    """What the CloudFormation registry's handlers say."""
    return ValueError(
        f"Resource handler returned message: \"Resource of type '{resource_type}' with identifier '{identifier}' already exists.\" "
        "(HandlerErrorCode: AlreadyExists)")


def unique(stack, logical_id):
    return f"{stack}-{logical_id}-{uuid.uuid4().hex[:8]}"


def is_true(value):
    return str(value).lower() == "true"
