-- A user or a team that looks after a flag, as people write it. An older control plane leaves it as it is.
alter table flags add column owner text check (length(owner) between 1 and 200);
