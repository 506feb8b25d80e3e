"""保存期限与注销: takes away what is kept long enough, erases a person who asks for it. Refuses what must be kept."""
