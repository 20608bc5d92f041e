import { useState } from "react";

export const pageName = useState;
