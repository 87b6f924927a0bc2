from django.db import migrations, models


class Migration(migrations.Migration):
    """In town or in the country: blank is as the unit above, so that nothing changes by itself."""

    dependencies = [("org", "0003_who_acts")]
    operations = [
        migrations.AddField(
            model_name="unit",
            name="area",
            field=models.CharField(
                blank=True,
                choices=[("urban", "Urban"), ("rural", "Rural"), ("remote", "Remote")],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("area__in", ["", "urban", "rural", "remote"])),
                name="unit_area_known_or_inherited",
            ),
        ),
    ]
