"""Pictures of works: opened in a guarded child, made small, without what they tell of people and places."""
