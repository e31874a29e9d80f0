"""Serves on BIND_HOST:GATEWAY_PORT until it is told to stop."""

from ministack.app import main

from . import (apigateway, authorization, deployments, ec2, executions, functions, keys, layers, logs, names, policies, secretsmanager,
               stores, wafv2)

# policies and names are of types that the others add
for service in (apigateway, authorization, deployments, ec2, executions, functions, keys, layers, logs, secretsmanager, stores, wafv2,
                policies, names):
    service.register()

main()
