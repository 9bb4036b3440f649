using Microsoft.AspNetCore.Identity;

namespace CompareIntel.Core.Storage.Entities;

/// <summary>Somebody who runs the program: may open the admin pages.</summary>
public sealed class Administrator : IdentityUser;
