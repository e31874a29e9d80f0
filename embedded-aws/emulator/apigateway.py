"""What ministack's REST APIs leave out of a template, and API Gateway's limit of a request's size."""

from ministack.services import apigateway_v1 as service

from .registry import change, is_true

MAX_BODY_BYTES = 10 * 1024 * 1024


def register():
    change("AWS::ApiGateway::RestApi", "create", with_tls_policy)
    change("AWS::ApiGateway::RequestValidator", "create", with_effect)
    change("AWS::ApiGateway::Method", "create", with_request_validator)
    check_validation = service._check_request_validation

    def check_size_first(method, api_id, request, headers, body, query_params):
        if len(body or b"") > MAX_BODY_BYTES:
            return service._gw_error("REQUEST_TOO_LARGE", "Request Too Long")
        return check_validation(method, api_id, request, headers, body, query_params)

    service._check_request_validation = check_size_first


def with_tls_policy(create):
    def create_api(logical_id, props, stack):
        api_id, attributes = create(logical_id, props, stack)
        service._rest_apis[api_id]["securityPolicy"] = props.get("SecurityPolicy", "TLS_1_0")
        service._rest_apis[api_id]["endpointAccessMode"] = props.get("EndpointAccessMode", "BASIC")
        return api_id, attributes

    return create_api


def with_effect(create):
    def create_validator(logical_id, props, stack):
        validator_id, attributes = create(logical_id, props, stack)
        service._request_validators.setdefault(props["RestApiId"], {})[validator_id] = {
            "id": validator_id,
            "name": props.get("Name", validator_id),
            "validateRequestBody": is_true(props.get("ValidateRequestBody")),
            "validateRequestParameters": is_true(props.get("ValidateRequestParameters")),
        }
        return validator_id, attributes

    return create_validator


def with_request_validator(create):
    def create_method(logical_id, props, stack):
        created = create(logical_id, props, stack)
        method = service._resources[props["RestApiId"]][props["ResourceId"]]["resourceMethods"][props["HttpMethod"]]
        method["requestValidatorId"] = props.get("RequestValidatorId")
        return created

    return create_method
