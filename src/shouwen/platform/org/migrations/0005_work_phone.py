from django.db import migrations, models


class Migration(migrations.Migration):
    """The office's number of a person, for the contact board."""

    dependencies = [("org", "0004_unit_area")]
    operations = [
        migrations.AddField(
            model_name="staff",
            name="work_phone",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work_phone", ""),
                    ("work_phone__regex", "^[0-9+][0-9 \\-,*#]{2,31}$"),
                    _connector="OR",
                ),
                name="staff_work_phone_can_be_called",
            ),
        ),
    ]
