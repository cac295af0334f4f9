from django.db import migrations

# Which networks a person belongs to must be known before one's scope can be opened: answered as the owner.
DOOR = """
CREATE FUNCTION ridgeway_network_roles_of(person bigint, day date) RETURNS TABLE (network_id bigint, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.network_id, m.role FROM access_membership m
    WHERE m.user_id = person AND m.network_id IS NOT NULL
      AND m.starts <= day AND (m.ends IS NULL OR day < m.ends)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_row_security")]

    operations = [migrations.RunSQL(DOOR, "DROP FUNCTION ridgeway_network_roles_of(bigint, date);")]
