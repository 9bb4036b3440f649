using CompareIntel.Core;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCompareIntelCore();

var app = builder.Build();
app.Run();
