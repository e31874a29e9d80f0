"""A stage serves what its deployment has captured: a method that is changed later takes effect with the next deployment only
(API Gateway developer guide, "Deploy REST APIs in API Gateway": "a deployment is a point-in-time snapshot of the API")."""

import contextvars
import copy
import functools

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import apigateway_v1 as service

CAPTURED = ("_resources", "_authorizers_v1", "_models", "_request_validators")

_snapshots: dict[tuple[str, str], dict[str, dict]] = {}
# (id of the API, id of the deployment) while a client's request is served
_serving: contextvars.ContextVar = contextvars.ContextVar("serving", default=None)


class Captured(AccountRegionScopedDict):
    """The API as it is designed, and to a request of a client as it was deployed."""

    __slots__ = ("_name",)

    def __init__(self, name, designed):
        self._name, self._data = name, designed._data

    def get(self, api_id, default=None):
        serving = _serving.get()
        if serving is not None and serving[0] == api_id and serving in _snapshots:
            return _snapshots[serving][self._name]
        return super().get(api_id, default)


def register():
    for name in CAPTURED:
        setattr(service, name, Captured(name, getattr(service, name)))
    service._create_deployment = capturing(service._create_deployment)
    service._handle_execute_in_scope = served_async(service._handle_execute_in_scope)
    service.method_authorization_type = served(service.method_authorization_type)


def capturing(create_deployment):
    @functools.wraps(create_deployment)
    def create(api_id, data):
        known = set(service._deployments_v1.get(api_id, {}))
        response = create_deployment(api_id, data)
        for deployment_id in set(service._deployments_v1.get(api_id, {})) - known:
            designed = {name: getattr(service, name).get(api_id, {}) for name in CAPTURED}
            _snapshots[api_id, deployment_id] = copy.deepcopy(designed)
        return response

    return create


def deployment_of(api_id, stage_name):
    stage = service._stages_v1.get(api_id, {}).get(stage_name)
    return stage and (api_id, stage["deploymentId"])


def served_async(handle):
    async def handle_served(api_id, stage_name, *arguments, **options):
        token = _serving.set(deployment_of(api_id, stage_name))
        try:
            return await handle(api_id, stage_name, *arguments, **options)
        finally:
            _serving.reset(token)

    return handle_served


def served(look_up):
    def look_up_served(api_id, stage_name, *arguments):
        token = _serving.set(deployment_of(api_id, stage_name))
        try:
            return look_up(api_id, stage_name, *arguments)
        finally:
            _serving.reset(token)

    return look_up_served
