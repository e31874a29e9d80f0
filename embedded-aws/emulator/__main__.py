"""Serves on BIND_HOST:GATEWAY_PORT until it is told to stop."""

from ministack.app import main

from . import apigateway, ec2, layers, secretsmanager, stores, wafv2

for service in (apigateway, ec2, layers, secretsmanager, stores, wafv2):
    service.register()

main()
