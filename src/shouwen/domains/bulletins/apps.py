from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "shouwen.domains.bulletins"
    label = "bulletins"
