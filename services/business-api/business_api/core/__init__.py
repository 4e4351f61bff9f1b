"""What every app needs: errors, paging, ids, limits, storage, events."""
