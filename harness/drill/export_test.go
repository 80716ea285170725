package drill

// Judge holds results against a suite, for specs.
var Judge = (*Suite).judge
