-- Entries about change sets in the audit log.

-- Not valid: every entry that exists has satisfied the narrower constraint, so the table need not be read.
alter table audit_logs
  drop constraint audit_logs_action_check,
  add constraint audit_logs_action_check check (action in (
    'create', 'update', 'delete', 'archive', 'restore', 'promote', 'revoke', 'read',
    'request_review', 'approve', 'schedule', 'unschedule', 'discard', 'apply', 'erase'
  )) not valid,
  drop constraint audit_logs_resource_type_check,
  add constraint audit_logs_resource_type_check check (resource_type in (
    'project', 'environment', 'flag', 'flag_environment', 'rule', 'segment', 'sdk_key', 'user', 'api_token', 'webhook', 'change_set',
    'personal_value'
  )) not valid;
