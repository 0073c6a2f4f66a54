namespace SigProp.Data;

/// <summary>A column that does not become features.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Reason">Why, for example <c>its value is always '1'</c>.</param>
public sealed record LeftOutColumn(string Name, string Reason);
