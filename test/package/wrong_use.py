from cdk_hardened_middleware import validate_request_headers, with_security_headers

with_security_headers(lambda event, context: None, validat=True)
validate_request_headers({"headers": {}}, maxHeader=50)
